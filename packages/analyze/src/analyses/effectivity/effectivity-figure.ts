import { intervalOf } from '../../bootstrap/bca-interval.js';
import type { Sampler } from '../../cohort/bootstrap-statistics.js';
import type { Cell } from '../../cohort/cell.js';
import { factsOf } from '../../cohort/cohort.js';
import { CONTROL } from '../../measurements.js';
import { conditionStyle } from '../../report/condition-style.js';
import type { Figure, Point, Series } from '../../report/figure.js';
import { pointsOfMeans } from '../../report/points-of-means.js';
import { countText, intervalText } from '../../report/sample-text.js';
import { conditionKeys } from '../acquisition/acquisition-figures.js';

const MOST_ENCOUNTERS = 12;

/** Effectivity of every encounter, beside what controls show in the same windows. */
export function effectivityFigure(sampler: Sampler, id: string): Figure {
  const { cohort } = sampler;
  const most = Math.max(...cohort.cells.map((cell) => (cell.condition === CONTROL ? 0 : cell.encounters)));
  const cut = most > MOST_ENCOUNTERS ? ` Only the first ${MOST_ENCOUNTERS} of ${most} are drawn.` : '';
  return {
    id: `${id}-effectivity`,
    title: 'Effectivity of each encounter',
    caption: `Rise of the log-probability from just before an encounter to its local acquisition maximum, without outliers; whiskers are ${intervalText(sampler)} (${countText(sampler)}). The bars of controls are the null: what the largest of many noisy measurements gives without any injection.${cut}`,
    xLabel: 'encounter',
    yLabel: 'effectivity, nats/token',
    xName: 'encounter',
    xScale: 'category',
    sharedY: true,
    yIncludes: [0],
    legend: conditionKeys(sampler).map((key) => ({ ...key, dash: [], style: 'bar' as const })),
    panels: cohort.depths.map((depth) => ({
      title: depth,
      marks: [],
      series: cohort.cells
        .filter((cell) => cell.depth === depth)
        .map(
          (cell): Series => ({
            label: cell.condition,
            keys: [cell.condition],
            colour: conditionStyle(cell.condition, cohort.conditions).colour,
            style: 'bar',
            dash: [],
            points: cell.condition === CONTROL ? nullPoints(sampler, depth) : effectPoints(sampler, cell),
          }),
        ),
    })),
  };
}

function effectPoints(sampler: Sampler, cell: Cell): Point[] {
  const facts = factsOf(sampler.cohort, cell.condition);
  const means = sampler.means(cell, 'effectivityAt');
  const encounters = Array.from(means.point, (_, i) => i + 1);
  return pointsOfMeans(means, encounters, { level: sampler.level, facts }).slice(0, MOST_ENCOUNTERS);
}

/** Controls in the windows of the condition that has most encounters. */
function nullPoints(sampler: Sampler, depth: string): Point[] {
  const { cohort, level } = sampler;
  const injected = cohort.cells.filter((cell) => cell.condition !== CONTROL && cell.depth === depth);
  const main = injected.reduce<Cell | undefined>(
    (a, b) => (a && a.encounters >= b.encounters ? a : b),
    undefined,
  );
  const facts = factsOf(cohort, CONTROL);
  return Array.from({ length: Math.min(main?.encounters ?? 0, MOST_ENCOUNTERS) }, (_, k) => {
    const estimate = sampler.controlAt(main!, 'effectivityAt', k)!;
    return { x: k + 1, y: estimate.point, ...(facts < 2 ? undefined : intervalOf(estimate, level)) };
  }).filter(({ y }) => Number.isFinite(y));
}
