import { acquisitionFigure, injectionFigure } from './acquisition-figures.js';
import { effectivityFigure } from './effectivity-figure.js';
import type { Figure } from './figure.js';
import { finishedFigure } from './finished-figure.js';
import { longTailFigure } from './long-tail-figure.js';
import { lossFigure } from './loss-figure.js';
import type { ReportGroup } from './report-input.js';
import { retentionFigure } from './retention-figure.js';

/** Every figure of one group of runs, in the order of the page: before and after the table of fits. */
export function groupFigures(group: ReportGroup, id: string): { before: Figure[]; after: Figure[] } {
  const { sampler, losses, longTails } = group;
  const drawn = (figures: readonly Figure[]) => figures.flatMap((figure) => finishedFigure(figure) ?? []);
  return {
    before: drawn([
      acquisitionFigure(sampler, id),
      injectionFigure(sampler, id),
      effectivityFigure(sampler, id),
      retentionFigure(sampler, id),
    ]),
    after: drawn([
      longTailFigure(sampler, longTails, id),
      lossFigure([{ title: '', runs: losses }], id, true),
    ]),
  };
}
