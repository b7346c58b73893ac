import { acquisitionFigure, injectionFigure } from '../analyses/acquisition/acquisition-figures.js';
import { retentionFigure } from '../analyses/decay/retention-figure.js';
import { effectivityFigure } from '../analyses/effectivity/effectivity-figure.js';
import { longTailFigure } from '../analyses/long-tail/long-tail-figure.js';
import { lossFigure } from '../analyses/losses/loss-figure.js';
import type { Figure } from './figure.js';
import { finishedFigure } from './finished-figure.js';
import type { ReportGroup } from './report-input.js';

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
