import { describe, expect, it } from 'vitest';
import type { GroupContext } from '../../analysis/contexts.js';
import { groupContext } from '../../analysis/group-context.js';
import type { Hypothesis } from '../../claims/judge.js';
import { bootstrapStatistics } from '../../cohort/bootstrap-statistics.js';
import { buildCohort } from '../../cohort/cohort.js';
import type { Measurements } from '../../measurements/measurements.js';
import { runMetrics } from '../../metrics/run-metrics.js';
import { runFirstEncounter } from './run-first-encounter.js';

const FACTS = 10;
const INTERVAL = 20;
const COUNT = 10;
const settings = { window: 15, iqrFactor: 1.5 };

/** Facts that gain 1 at every encounter and `first` at the first one, by up to a fifth more or less, for ten updates. */
function world(first: number): Measurements {
  const facts = Array.from({ length: FACTS }, (_, i) => ({
    id: `fact-${i}`,
    condition: 'duplication',
    encounters: Int32Array.from({ length: COUNT }, (_, k) => 5 + k * INTERVAL),
  }));
  const updates = Int32Array.from({ length: 5 + COUNT * INTERVAL }, (_, u) => u);
  const values = facts.flatMap(({ encounters }, fact) => {
    const size = 0.8 + (0.4 * fact) / (FACTS - 1);
    return Array.from(updates, (u) => {
      const last = encounters.findLastIndex((step) => step < u);
      const since = last < 0 ? 0 : u - encounters[last]!;
      return -5 + (since >= 1 && since <= 10 ? size * (last === 0 ? first : 1) : 0);
    });
  });
  const probes = facts.map(({ id }, fact) => ({ id, fact, depth: 'memorization', prompt: '', target: '' }));
  return { run: 'main', data: 'data', facts, probes, series: { updates, values: Float64Array.from(values) } };
}

describe('the lead of the first encounter', () => {
  it.each([1.5, 2, 3, 5])('is all of it where the first teaches %s times as much', (first) => {
    const metrics = runMetrics(world(first), settings.window, settings.iqrFactor);
    const statistics = bootstrapStatistics(buildCohort('main', [metrics], settings), {
      seed: 1,
      resamples: 100,
      level: 0.95,
    });
    const context = groupContext({ id: 'main', label: '', runs: [] }, 'g0', statistics) as GroupContext;
    const [found] = runFirstEncounter(context).hypotheses as Hypothesis<'F7'>[];
    expect(found!.estimate.point).toBeCloseTo(first - 1, 10);
    // What the published filter would have left of it: outliers are sought among all encounters together.
    const left = statistics.means(statistics.cohort.cells[0]!, 'effectivityAt').point[0]!;
    if (first >= 3) expect(left).toBeNaN();
  });
});
