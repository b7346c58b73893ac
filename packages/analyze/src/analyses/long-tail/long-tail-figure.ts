import type { BootstrapStatistics } from '../../cohort/bootstrap-statistics.js';
import { unitOf } from '../../cohort/cohort.js';
import { natsPer } from '../../measurements/log-unit.js';
import { conditionKeys, conditionStyle } from '../../report/condition-style.js';
import type { Figure, Point } from '../../report/figure.js';
import { countText, intervalText } from '../../report/sample-text.js';
import type { Deduplication } from './level-before-text.js';
import type { LongTail } from './predict-long-tail.js';

const names: Record<Deduplication, string> = {
  none: 'with copies',
  collapse: 'copies removed',
  refill: 'other texts in their place',
};
const shown = { none: [], collapse: [2, 3], refill: [7, 3] } as const;

/** What is left of a fact before its texts by the interval between them, as fitted traces predict. */
export function longTailFigure(
  statistics: BootstrapStatistics,
  tails: readonly LongTail[],
  id: string,
): Figure {
  const { cohort } = statistics;
  const conditions = new Set(tails.map(({ fit }) => fit.cell.condition));
  return {
    id: `${id}-long-tail`,
    title: 'What accumulates in the long tail',
    caption: `Gain over the baseline that is left just before the next text of a fact, in the long run, by the interval between texts: fitted traces of single encounters added up, with ${intervalText(statistics)} (${countText(statistics, [...conditions])}). Where it falls to the axis the interval exceeds the learnability threshold, and nothing accumulates however long training lasts. No log-probability rises above 0, so gains of many nats only say that a fact would be known. Copies come right after their text; removed, they leave one encounter in their place; replaced by other texts, encounters are as many, but spread.`,
    xLabel: 'steps between texts (log scale)',
    yLabel: `gain left, ${natsPer(unitOf(cohort))} (log scale)`,
    xName: 'interval',
    xScale: 'log',
    sharedY: true,
    yFloor: 0.01,
    yIncludes: [],
    legend: [
      // Here dashes tell copies apart, not conditions.
      ...conditionKeys(cohort)
        .filter(({ key }) => conditions.has(key))
        .map((key) => ({ ...key, dash: [] })),
      ...Object.entries(names).map(([key, label]) => ({
        key: label,
        label,
        colour: 7,
        dash: shown[key as Deduplication],
        style: 'line' as const,
        on: key !== 'collapse',
      })),
    ],
    panels: cohort.depths.map((depth) => ({
      title: depth,
      marks: [],
      series: tails
        .filter(({ fit }) => fit.cell.depth === depth)
        .flatMap(({ fit, points }) =>
          (Object.keys(names) as Deduplication[]).map((deduplication) => ({
            label: `${fit.cell.condition}, ${names[deduplication]}`,
            keys: [fit.cell.condition, names[deduplication]],
            colour: conditionStyle(fit.cell.condition, cohort.conditions).colour,
            style: 'line' as const,
            dash: shown[deduplication],
            points: points
              .filter((point) => point.process === 'fixed' && point.deduplication === deduplication)
              .filter(({ level }) => Number.isFinite(level.point))
              .map(
                ({ interval, level, levelInterval }): Point => ({
                  x: interval,
                  y: level.point,
                  ...levelInterval,
                }),
              ),
          })),
        ),
    })),
  };
}
