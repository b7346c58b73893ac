import { defineAnalysis } from '../../analysis/define-analysis.js';
import { papers } from '../../claims/papers.js';
import { spillOverTable } from './spill-over-table.js';

/** What encounters do beyond what the same probes do in a run without injections, and what injections do to controls. */
export const twin = defineAnalysis({
  name: 'twin',
  scope: 'group',
  tables: { spill_over: spillOverTable },
  claims: {
    F1t: {
      statement: 'effectivity net of a twin run without injections is above 0 nats/token',
      words: 'an encounter teaches, beyond what the same training without it does',
      source: `${papers.F}, section 4.1`,
      sourceValue: '> 0 in every scenario, depth and stage',
      estimand:
        'mean cross-fitted effectivity minus what the same probes do over the same updates in the twin, nats/token',
      unit: 'nats/token',
      test: { above: 0 },
      needs: 'a twin without injections',
    },
    F11twin: {
      statement: 'decay constant net of a twin run is within 0.14-0.26 per decade of updates',
      words:
        'every tenfold time takes 14 to 26 % of what was gained, beyond what the same training without encounters does',
      source: `${papers.F}, table 2`,
      sourceValue: '0.14-0.26 overall',
      estimand: 'decay constant a of cross-fitted retention net of the twin, per decade of updates',
      unit: 'per decade',
      test: { between: [0.14, 0.26] },
      constant: true,
      needs: 'a twin without injections',
    },
  },
  run: async () => (await import('./run-twin.js')).runTwin,
  report: async () => {
    const { spillOverFigures } = await import('./spill-over-figure.js');
    return ({ statistics, anchor }, spills) => spillOverFigures(statistics, spills, anchor);
  },
});
