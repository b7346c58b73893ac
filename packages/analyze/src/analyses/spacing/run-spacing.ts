import type { GroupContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { differenceOf } from '../../contrasts/contrast.js';
import { measureScenariosAt } from '../../contrasts/measure-scenarios.js';
import { quantities } from '../../contrasts/quantities.js';
import { scenarioSeries } from '../../contrasts/scenarios.js';
import { detailOf } from '../../contrasts/variable-hypotheses.js';

/** What facts gain in all by the interval of their encounters; nothing where that does not vary. */
export function runSpacing(group: GroupContext): Outcome<'F22m'> | undefined {
  const series = scenarioSeries(group).filter(({ axis }) => axis === 'interval');
  if (series.length === 0) return undefined;
  return {
    hypotheses: series.flatMap((one) =>
      group.statistics.cohort.depths.flatMap((depth) =>
        measureScenariosAt(group, one, depth, [quantities.gain_reached]).map((measured) => {
          const [shortest, longest] = [measured.places[0]!, measured.places.at(-1)!];
          const intervals = measured.places.map(({ x }) => Math.round(x!)).join(', ');
          return {
            claim: 'F22m' as const,
            subject: `${longest.value} - ${shortest.value}, ${depth}`,
            detail: `${intervals} steps apart; ${detailOf(measured)}`,
            estimate: differenceOf(measured),
            evidence: measured.evidence,
          };
        }),
      ),
    ),
  };
}
