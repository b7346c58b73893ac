import type { GroupContext } from '../../analysis/contexts.js';
import { unitOf } from '../../cohort/cohort.js';
import { natsPer } from '../../measurements/log-unit.js';
import { conditionOrder, depthOrder, ordered } from '../../measurements/measurements.js';
import { conditionStyle } from '../../report/condition-style.js';
import type { Figure, LegendKey, Point, Series } from '../../report/figure.js';
import { countText, intervalText } from '../../report/sample-text.js';
import { type ComparedCell, comparedCells } from './compare-runs.js';

const SINGLE = 'single runs';
const measures = [
  {
    field: 'effectivity',
    title: 'Effectivity by run',
    yLabel: 'effectivity, {unit}',
    text: 'Mean cross-fitted effectivity over encounters, net of controls where there are any',
  },
  {
    field: 'decayConstant',
    title: 'Decay constant by run',
    yLabel: 'decay constant, per decade',
    text: 'Decay constant of the logarithmic law, by the published definition',
  },
] as const;

/** Runs of a sweep side by side, by swept value with single seeds beside. */
export function comparisonFigures(groups: readonly GroupContext[]): Figure[] {
  const byValue = groups.length > 1;
  const members = groups.flatMap((group) => group.members);
  const places = byValue
    ? groups.map(({ label, statistics }) => ({ label, cells: comparedCells(statistics) }))
    : members.map(({ id, statistics }) => ({ label: id, cells: comparedCells(statistics) }));
  const pooled = byValue && groups.some((group) => group.members.length > 1);
  const singles = pooled
    ? groups.flatMap((group, place) =>
        group.members.map(({ statistics }) => ({ place, cells: comparedCells(statistics) })),
      )
    : [];
  const all = places.flatMap(({ cells }) => cells);
  const conditions = ordered(
    all.map(({ condition }) => condition),
    conditionOrder,
  );
  const depths = ordered(
    all.map(({ depth }) => depth),
    depthOrder,
  );
  const legend: LegendKey[] = conditions.map((condition) => ({
    key: condition,
    label: condition,
    colour: conditionStyle(condition, conditions).colour,
    dash: [],
    style: 'dot',
    on: true,
  }));
  if (pooled) legend.push({ key: SINGLE, label: SINGLE, colour: 7, dash: [], style: 'dot', on: true });
  const statistics = byValue ? groups.find(({ runs }) => runs.length > 1)?.statistics : undefined;
  const example = statistics ?? members[0]?.statistics;
  const intervals = example ? `${intervalText(example)} (${countText(example, conditions)})` : '';
  return measures.map(({ field, title, yLabel, text }) => ({
    id: `comparison-${field === 'effectivity' ? 'effectivity' : 'decay'}`,
    title,
    caption: `${text}. ${byValue ? 'Swept values side by side' : 'Runs side by side'}, with ${intervals}${pooled ? '; dots without an interval are single runs' : ''}.`,
    xLabel: byValue ? 'swept value' : 'run',
    yLabel: yLabel.replace('{unit}', natsPer(example ? unitOf(example.cohort) : 'token')),
    xName: byValue ? 'value' : 'run',
    xScale: 'category',
    xLabels: places.map(({ label }) => label),
    sharedY: true,
    yIncludes: [0],
    legend,
    panels: depths.map((depth) => ({
      title: depth,
      marks: [],
      series: conditions.flatMap((condition): Series[] => {
        const { colour } = conditionStyle(condition, conditions);
        const look = { colour, style: 'dot' as const, dash: [] };
        const at = (cells: readonly ComparedCell[], x: number, whole: boolean): Point[] =>
          cells
            .filter((cell) => cell.condition === condition && cell.depth === depth)
            .flatMap((cell) => {
              const quantity = cell[field];
              return quantity ? [{ x, y: quantity.value, ...(whole ? quantity.interval : undefined) }] : [];
            });
        const main: Series = {
          ...look,
          label: condition,
          keys: [condition],
          points: places.flatMap(({ cells }, place) => at(cells, place + 1, true)),
        };
        const single: Series = {
          ...look,
          label: `${condition}, ${SINGLE}`,
          keys: [condition, SINGLE],
          points: singles.flatMap(({ place, cells }) => at(cells, place + 1, false)),
        };
        return pooled ? [main, single] : [main];
      }),
    })),
  }));
}
