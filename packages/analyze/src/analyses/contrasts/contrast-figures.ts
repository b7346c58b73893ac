import { groupBy } from '@lethe/contracts';
import type { Measured } from '../../contrasts/measure-series.js';
import { isNumeric } from '../../contrasts/series.js';
import type { LogUnit } from '../../measurements/log-unit.js';
import { conditionOrder, depthOrder, ordered } from '../../measurements/measurements.js';
import { conditionStyle } from '../../report/condition-style.js';
import type { Figure, Series } from '../../report/figure.js';
import { percentText } from '../../report/sample-text.js';
import { intervalOf } from '../../statistics/interval-of.js';
import type { Comparison } from './run-contrasts.js';

/** Legend of scenarios that are compared with one another. */
const SCENARIOS = 'scenarios';

/** Every quantity that is drawn against the values of every axis, a panel for each depth; pairs of scenarios are no axis. */
export function contrastFigures(
  comparisons: readonly Comparison[],
  shown: { level: number; unit: LogUnit },
): Figure[] {
  const drawn = comparisons
    .map(({ measured }) => measured)
    .filter(({ quantity, series }) => quantity.drawn && series.axis !== 'scenario');
  const figures = groupBy(drawn, ({ series: { axis, among }, quantity, condition, places }) =>
    JSON.stringify([axis, among, quantity.name, condition === '' ? places.map(({ value }) => value) : '']),
  );
  const seen = new Map<string, number>();
  return [...figures.values()].map((members) => {
    const { series, quantity } = members[0]!;
    const id = `contrast-${series.axis}-${quantity.name.replaceAll('_', '-')}`;
    const number = (seen.get(id) ?? 0) + 1;
    seen.set(id, number);
    return figureOf(members, number > 1 ? `${id}-${number}` : id, shown);
  });
}

function figureOf(
  members: readonly Measured[],
  id: string,
  { level, unit }: { level: number; unit: LogUnit },
): Figure {
  const { series, quantity } = members[0]!;
  const values = [...new Set(members.flatMap(({ places }) => places.map(({ value }) => value)))];
  const isNumber = members.every(({ places }) => isNumeric(places));
  const conditions = ordered(
    members.map(({ condition }) => condition),
    conditionOrder,
  );
  const depths = ordered(
    members.map(({ depth }) => depth),
    depthOrder,
  );
  const look = (condition: string) => ({
    key: condition === '' ? SCENARIOS : condition,
    colour: conditionStyle(condition, conditions).colour,
    style: isNumber ? ('line' as const) : ('dot' as const),
    dash: [],
  });
  const among = series.among === '' ? '' : ` (${series.among})`;
  const seeds = Math.min(...members.map(({ evidence }) => evidence.seeds));
  return {
    id,
    title: `${quantity.title.charAt(0).toUpperCase()}${quantity.title.slice(1)} by ${series.axis}${among}`,
    caption: `What differs: ${series.paths.join(', ') || 'nothing that manifests tell'}. Bands and whiskers are ${percentText(level)} intervals of every value by itself${seeds > 1 ? ` (${seeds} seeds or more)` : ', over facts'}; differences, which are closer known where seeds and facts are paired, are in the table below.`,
    xLabel: series.axis,
    yLabel: quantity.unit(unit),
    xName: series.axis,
    xScale: isNumber ? 'log' : 'category',
    ...(!isNumber && { xLabels: values }),
    sharedY: true,
    yIncludes: [0],
    legend: conditions.map((condition) => {
      const { key, ...rest } = look(condition);
      return { key, label: key, on: true, ...rest };
    }),
    panels: depths.map((depth) => ({
      title: depth,
      marks: [],
      series: members
        .filter((measured) => measured.depth === depth)
        .map(({ condition, places }): Series => {
          const { key, ...rest } = look(condition);
          return {
            ...rest,
            label: key,
            keys: [key],
            points: places.map(({ value, x, estimate }) => ({
              x: isNumber ? x! : values.indexOf(value) + 1,
              y: estimate.point,
              ...intervalOf(estimate, level),
            })),
          };
        }),
    })),
  };
}
