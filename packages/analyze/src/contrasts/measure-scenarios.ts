import type { GroupContext } from '../analysis/contexts.js';
import { withControls } from '../analysis/group-cells.js';
import { findCell } from '../cohort/cohort.js';
import { type Measured, samplesOf } from './measure-series.js';
import { pairingWithin } from './pairing.js';
import { type Quantity, quantities } from './quantities.js';
import { type ScenarioSeries, scenarioSeries } from './scenarios.js';

/** Conditions of one group that are told in the same words, compared with one another. */
export function measureScenarios(group: GroupContext): Measured[] {
  const { depths } = group.statistics.cohort;
  return scenarioSeries(group).flatMap((series) =>
    depths.flatMap((depth) => measureScenariosAt(group, series, depth)),
  );
}

/** Conditions of a series at one depth. */
export function measureScenariosAt(
  group: GroupContext,
  { axis, scenarios }: ScenarioSeries,
  depth: string,
  wanted: readonly Quantity[] = Object.values(quantities),
): Measured[] {
  const { statistics, label } = group;
  const present = scenarios.flatMap((scenario) => {
    const cell = findCell(statistics.cohort, scenario.condition, depth);
    return cell ? [{ place: { group, fitted: statistics }, cell, scenario }] : [];
  });
  if (present.length < 2) return [];
  const samples = samplesOf(present);
  const conditions = present.map(({ scenario }) => scenario.condition);
  return wanted.flatMap((quantity): Measured[] => {
    const places = present.flatMap(({ scenario: { condition, interval } }, i) => {
      const estimate = quantity.of(samples[i]!);
      return estimate && Number.isFinite(estimate.point)
        ? [{ value: condition, x: axis === 'interval' ? interval : null, sample: condition, estimate }]
        : [];
    });
    if (places.length < 2) return [];
    return [
      {
        series: { axis, paths: ['data.order.injection'], among: label },
        quantity,
        condition: '',
        depth,
        places,
        pairing: pairingWithin(statistics),
        aligned: true,
        evidence: group.evidence(...withControls(group, depth, ...conditions)),
      },
    ];
  });
}
