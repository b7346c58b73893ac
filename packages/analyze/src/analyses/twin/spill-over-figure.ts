import type { BootstrapStatistics } from '../../cohort/bootstrap-statistics.js';
import { factsOf, unitOf } from '../../cohort/cohort.js';
import type { SpillOver } from '../../cohort/spill-over.js';
import { natsPer } from '../../measurements/log-unit.js';
import { CONTROL } from '../../measurements/measurements.js';
import { conditionKeys, conditionStyle } from '../../report/condition-style.js';
import type { Figure } from '../../report/figure.js';
import { pointsOfMeans } from '../../report/points-of-means.js';
import { countText, intervalText } from '../../report/sample-text.js';
import { thinPoints } from '../../report/thin-points.js';

/** Controls minus the same facts in the twin over training; none without both. */
export const spillOverFigures = (
  statistics: BootstrapStatistics,
  spills: readonly SpillOver[],
  id: string,
): Figure[] => (spills.length > 0 ? [spillOverFigure(statistics, spills, id)] : []);

function spillOverFigure(statistics: BootstrapStatistics, spills: readonly SpillOver[], id: string): Figure {
  const { cohort, level } = statistics;
  const facts = factsOf(cohort, CONTROL);
  return {
    id: `${id}-spill-over`,
    title: 'Controls against their twin',
    caption: `Log-probability of controls minus that of the same facts in the run without injections, less that before the first injection: what controls learn from the texts of others. Bands are ${intervalText(statistics)} (${countText(statistics, [CONTROL])}). What is net of controls lacks it; what is net of the twin holds it.`,
    xLabel: 'updates',
    yLabel: `difference, ${natsPer(unitOf(cohort))}`,
    xName: 'updates',
    xScale: 'linear',
    sharedY: true,
    yIncludes: [0],
    legend: conditionKeys(cohort).filter(({ key }) => key === CONTROL),
    panels: spills.map(({ depth, curve }) => ({
      title: depth,
      marks: [...new Set(cohort.windows.map(({ step }) => step))],
      series: [
        {
          label: CONTROL,
          keys: [CONTROL],
          ...conditionStyle(CONTROL, cohort.conditions),
          style: 'line' as const,
          points: thinPoints(pointsOfMeans(curve, cohort.updates, { level, facts }), false),
        },
      ],
    })),
  };
}
