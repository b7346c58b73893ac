import { comparisonFigures } from '../analyses/comparison/comparison-figures.js';
import type { Figure } from './figure.js';
import { finishedFigure } from './finished-figure.js';
import type { ReportInput } from './report-input.js';

/** Figures over all groups of runs. */
export function experimentFigures(input: ReportInput): Figure[] {
  return comparisonFigures(input).flatMap((figure) => finishedFigure(figure) ?? []);
}
