import type { BootstrapStatistics } from '../../cohort/bootstrap-statistics.js';
import { factsOf, unitOf } from '../../cohort/cohort.js';
import { natsPer } from '../../measurements/log-unit.js';
import type { EncounterWindow } from '../../metrics/encounter-window.js';
import { conditionKeys, conditionStyle } from '../../report/condition-style.js';
import type { Figure, Panel, Series } from '../../report/figure.js';
import { pointsOfMeans } from '../../report/points-of-means.js';
import { countText, intervalText } from '../../report/sample-text.js';
import { thinPoints } from '../../report/thin-points.js';
import { fullColumns } from '../../statistics/cluster-table.js';

/** Mean log-probability over the whole training, per depth. */
export function acquisitionFigure(statistics: BootstrapStatistics, id: string): Figure {
  const { updates, windows } = statistics.cohort;
  const unit = unitOf(statistics.cohort);
  return {
    id: `${id}-acquisition`,
    title: 'Acquisition over training',
    caption: `Mean log-probability of ${unit === 'token' ? 'the target tokens' : 'whole targets'} (nats per ${unit}); bands are ${intervalText(statistics)} (${countText(statistics)}). Triangles mark where facts begin to be injected, and each later round of injections. Controls are probed and never injected. Conditions hold different facts, so compare how they move, not where they start. Every panel has a y axis of its own.`,
    xLabel: 'updates',
    yLabel: `log-probability, ${natsPer(unit)}`,
    xName: 'updates',
    xScale: 'linear',
    sharedY: false,
    yIncludes: [],
    legend: conditionKeys(statistics.cohort),
    panels: panels(statistics, 'curve', updates, roundStarts(windows)),
  };
}

/** Gain over the state before the first encounter, by updates since it. */
export function injectionFigure(statistics: BootstrapStatistics, id: string): Figure {
  const { offsets, encounters } = statistics.cohort.alignment;
  return {
    id: `${id}-injections`,
    title: 'Around the encounters',
    caption: `Log-probability minus its value just before the first encounter, by updates since then: what encounters add, and how it fades. Bands are ${intervalText(statistics)} (${countText(statistics)}). Facts are aligned at their own first encounter; controls stand in for facts that met nothing at those steps. Between measurements lines are straight. Triangles mark encounters.`,
    xLabel: 'updates since the first encounter',
    yLabel: `gain, ${natsPer(unitOf(statistics.cohort))}`,
    xName: 'updates since the first encounter',
    xScale: 'linear',
    sharedY: true,
    yIncludes: [0],
    legend: conditionKeys(statistics.cohort),
    panels: panels(statistics, 'aligned', offsets, encounters),
  };
}

function panels(
  statistics: BootstrapStatistics,
  table: 'curve' | 'aligned',
  xs: Int32Array,
  marks: readonly number[],
): Panel[] {
  const { cohort, level } = statistics;
  return cohort.depths.map((depth) => ({
    title: depth,
    marks,
    series: cohort.cells
      .filter((cell) => cell.depth === depth)
      .map((cell): Series => {
        const facts = factsOf(cohort, cell.condition);
        // Where only some facts were measured, the mean would jump to what these facts are like.
        const full = fullColumns(cell.tables[table]).map((column) => ({ column, x: xs[column]! }));
        const drawn = thinPoints(full, false);
        const means = statistics.meansAt(
          cell,
          table,
          drawn.map(({ column }) => column),
        );
        return {
          label: cell.condition,
          keys: [cell.condition],
          ...conditionStyle(cell.condition, cohort.conditions),
          style: 'line',
          points: pointsOfMeans(
            means,
            drawn.map(({ x }) => x),
            { level, facts },
          ),
        };
      }),
  }));
}

/** First step of every round of injections. */
function roundStarts(windows: readonly EncounterWindow[]): number[] {
  const first = new Map<number, number>();
  for (const { encounter, step } of windows) {
    first.set(encounter, Math.min(step, first.get(encounter) ?? Number.POSITIVE_INFINITY));
  }
  return [...first.values()];
}
