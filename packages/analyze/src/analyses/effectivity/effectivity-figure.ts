import type { BootstrapStatistics } from '../../cohort/bootstrap-statistics.js';
import type { Cell } from '../../cohort/cell.js';
import { factsOf, unitOf } from '../../cohort/cohort.js';
import { type Against, encountersOf } from '../../cohort/cross-fitted-statistics.js';
import { natsPer } from '../../measurements/log-unit.js';
import { CONTROL } from '../../measurements/measurements.js';
import { conditionKeys, conditionStyle } from '../../report/condition-style.js';
import type { Figure, Point, Series } from '../../report/figure.js';
import { pointsOfMeans } from '../../report/points-of-means.js';
import { countText, intervalText } from '../../report/sample-text.js';
import { intervalOf } from '../../statistics/interval-of.js';

const MOST_ENCOUNTERS = 12;
const PUBLISHED = 'as published';
/** What is subtracted from cross-fitted effectivity, by the name of its key. */
const crossFitted: Readonly<Record<string, Against>> = {
  'cross-fitted, net of controls': 'controls',
  'cross-fitted, net of the twin': 'twin',
};

/** Effectivity of every encounter: as published, beside that of controls in the same windows, and cross-fitted. */
export function effectivityFigure(statistics: BootstrapStatistics, id: string): Figure {
  const { cohort } = statistics;
  const most = Math.max(...cohort.cells.map((cell) => (cell.condition === CONTROL ? 0 : cell.encounters)));
  const cut = most > MOST_ENCOUNTERS ? ` Only the first ${MOST_ENCOUNTERS} of ${most} are drawn.` : '';
  return {
    id: `${id}-effectivity`,
    title: 'Effectivity of each encounter',
    caption: `Rise of the log-probability from just before an encounter. Bars, as published: to its local acquisition maximum, without outliers; those of controls are what the largest of many noisy measurements gives without any injection. Dots, cross-fitted: to the lag at which other facts have the largest mean gain, less what happens without encounters over the same updates. Whiskers are ${intervalText(statistics)} (${countText(statistics)}).${cut}`,
    xLabel: 'encounter',
    yLabel: `effectivity, ${natsPer(unitOf(cohort))}`,
    xName: 'encounter',
    xScale: 'category',
    sharedY: true,
    yIncludes: [0],
    legend: [
      ...conditionKeys(cohort).map((key) => ({ ...key, dash: [], style: 'bar' as const })),
      { key: PUBLISHED, label: PUBLISHED, colour: 7, dash: [], style: 'bar', on: true },
      ...waysOf(statistics).map(([key, against]) => ({
        ...{ key, label: key, colour: 7, dash: [], style: 'dot' as const },
        on: against === 'controls',
      })),
    ],
    panels: cohort.depths.map((depth) => ({
      title: depth,
      marks: [],
      series: cohort.cells
        .filter((cell) => cell.depth === depth)
        .flatMap((cell) => seriesOf(statistics, cell)),
    })),
  };
}

function seriesOf(statistics: BootstrapStatistics, cell: Cell): Series[] {
  const { condition, depth } = cell;
  const { colour } = conditionStyle(condition, statistics.cohort.conditions);
  const published: Series = {
    ...{ label: condition, keys: [condition, PUBLISHED], colour, style: 'bar', dash: [] },
    points: condition === CONTROL ? nullPoints(statistics, depth) : effectPoints(statistics, cell),
  };
  if (condition === CONTROL) return [published];
  const others = waysOf(statistics).map(
    ([key, against]): Series => ({
      ...{ label: `${condition}, ${key}`, keys: [condition, key], colour, style: 'dot', dash: [] },
      points: crossFittedPoints(statistics, cell, against),
    }),
  );
  return [published, ...others];
}

/** Without a twin there is nothing net of it. */
const waysOf = ({ cohort }: BootstrapStatistics): [string, Against][] =>
  Object.entries(crossFitted).filter(
    ([, against]) => against === 'controls' || cohort.runs.every(({ beyondTwin }) => beyondTwin),
  );

function crossFittedPoints(statistics: BootstrapStatistics, cell: Cell, against: Against): Point[] {
  return encountersOf(cell)
    .slice(0, MOST_ENCOUNTERS)
    .flatMap((encounter): Point[] => {
      const estimate = statistics.crossFittedEffectivity(cell, encounter, against);
      if (!estimate || !Number.isFinite(estimate.point)) return [];
      return [{ x: encounter + 1, y: estimate.point, ...intervalOf(estimate, statistics.level) }];
    });
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
