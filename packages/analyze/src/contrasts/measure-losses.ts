import type { GroupContext } from '../analysis/contexts.js';
import { natsPer } from '../measurements/log-unit.js';
import { readEvaluation } from '../read/read-training.js';
import type { Estimate } from '../statistics/estimate.js';
import type { Measured } from './measure-series.js';
import { pairingOf } from './pairing.js';
import type { Series } from './series.js';

/** Share of the steps of a training whose mean loss stands for its end: one batch would be mostly noise. */
const LAST_SHARE = 0.1;

/** Losses at the end of a training; NaN where a run has none. */
const losses = {
  evaluation_loss: {
    title: 'loss on held-out rows after the last update',
    of: async (group: GroupContext) =>
      Promise.all(
        group.runs.map(async ({ train }) => (await readEvaluation(train))?.loss.at(-1) ?? Number.NaN),
      ),
  },
  training_loss: {
    title: 'mean training loss of the last tenth of the steps',
    of: async (group: GroupContext) =>
      Promise.all(
        group.runs.map(async (run) => {
          const { loss } = await group.trainingOf(run);
          const last = loss.subarray(Math.floor((1 - LAST_SHARE) * loss.length));
          return last.reduce((sum, value) => sum + value, 0) / last.length;
        }),
      ),
  },
} as const;

/** The losses of whole runs at the places of a series; without those that a run lacks. */
export async function measureLosses(series: Series): Promise<Measured[]> {
  const groups = series.places.map(({ group }) => group);
  const pairing = pairingOf(groups, []) === 'seeds and facts' ? 'seeds' : 'none';
  const found: Measured[] = [];
  for (const [name, { title, of }] of Object.entries(losses)) {
    const values = await Promise.all(groups.map(of));
    if (!values.flat().every(Number.isFinite)) continue;
    found.push({
      series,
      quantity: { name, unit: () => natsPer('token'), title, drawn: false },
      condition: '',
      depth: '',
      places: series.places.map(({ value, x }, i) => ({
        value,
        x,
        sample: '',
        estimate: meanOverSeeds(values[i]!),
      })),
      pairing,
      aligned: pairing === 'seeds',
      evidence: { seeds: Math.min(...values.map(({ length }) => length)), facts: Number.POSITIVE_INFINITY },
    });
  }
  return found;
}

/** One value per seed, of which no facts are drawn: its intervals are over seeds. */
function meanOverSeeds(values: readonly number[]): Estimate {
  const n = values.length;
  const point = values.reduce((sum, value) => sum + value, 0) / n;
  const draws = new Float64Array();
  if (n < 2) return { point, draws };
  const without = Float64Array.from(values, (value) => (n * point - value) / (n - 1));
  return { point, draws, leftOut: [{ of: 'seeds', sample: '', values: without }], method: 't' };
}
