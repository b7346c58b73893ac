import type { BootstrapStatistics } from '../../cohort/bootstrap-statistics.js';
import type { Cell } from '../../cohort/cell.js';
import { factsOf, unitOf } from '../../cohort/cohort.js';
import { natsPer } from '../../measurements/log-unit.js';
import { CONTROL } from '../../measurements/measurements.js';
import { conditionKeys, conditionStyle } from '../../report/condition-style.js';
import type { Figure, Point, Series } from '../../report/figure.js';
import { pointsOfMeans } from '../../report/points-of-means.js';
import { countText, intervalText } from '../../report/sample-text.js';
import { intervalOf } from '../../statistics/interval-of.js';

const MOST_ENCOUNTERS = 12;

/** Effectivity of every encounter, beside what controls show in the same windows. */
export function effectivityFigure(statistics: BootstrapStatistics, id: string): Figure {
  const { cohort } = statistics;
  const most = Math.max(...cohort.cells.map((cell) => (cell.condition === CONTROL ? 0 : cell.encounters)));
  const cut = most > MOST_ENCOUNTERS ? ` Only the first ${MOST_ENCOUNTERS} of ${most} are drawn.` : '';
  return {
    id: `${id}-effectivity`,
    title: 'Effectivity of each encounter',
    caption: `Rise of the log-probability from just before an encounter to its local acquisition maximum, without outliers; whiskers are ${intervalText(statistics)} (${countText(statistics)}). The bars of controls are the null: what the largest of many noisy measurements gives without any injection.${cut}`,
    xLabel: 'encounter',
    yLabel: `effectivity, ${natsPer(unitOf(cohort))}`,
    xName: 'encounter',
    xScale: 'category',
    sharedY: true,
    yIncludes: [0],
    legend: conditionKeys(cohort).map((key) => ({ ...key, dash: [], style: 'bar' as const })),
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
            points:
              cell.condition === CONTROL ? nullPoints(statistics, depth) : effectPoints(statistics, cell),
          }),
        ),
    })),
  };
}

function effectPoints(statistics: BootstrapStatistics, cell: Cell): Point[] {
  const facts = factsOf(statistics.cohort, cell.condition);
  const means = statistics.means(cell, 'effectivityAt');
  const encounters = Array.from(means.point, (_, i) => i + 1);
  return pointsOfMeans(means, encounters, { level: statistics.level, facts }).slice(0, MOST_ENCOUNTERS);
}

/** Controls in the windows of the condition that has most encounters. */
function nullPoints(statistics: BootstrapStatistics, depth: string): Point[] {
  const { cohort, level } = statistics;
  const injected = cohort.cells.filter((cell) => cell.condition !== CONTROL && cell.depth === depth);
  const main = injected.reduce<Cell | undefined>(
    (a, b) => (a && a.encounters >= b.encounters ? a : b),
    undefined,
  );
  const facts = factsOf(cohort, CONTROL);
  return Array.from({ length: Math.min(main?.encounters ?? 0, MOST_ENCOUNTERS) }, (_, k) => {
    const estimate = statistics.controlAt(main!, 'effectivityAt', k)!;
    return { x: k + 1, y: estimate.point, ...(facts < 2 ? undefined : intervalOf(estimate, level)) };
  }).filter(({ y }) => Number.isFinite(y));
}
