import { describe, expect, it } from 'vitest';
import { findTwin } from '../cohort/find-twin.js';
import { knownDecay } from '../testing/known-decay.js';
import { correctByTwin } from './correct-by-twin.js';
import { runMetrics } from './run-metrics.js';

const world = { facts: 5, decay: 0.2, spread: 0, wander: 0, memory: 0, reach: 100, seed: 1 };

describe('correction by a twin run', () => {
  it('takes away what the same probe does in the same window without injections', () => {
    const metrics = runMetrics(knownDecay(world), 50, null);
    const { series } = metrics.measurements;
    const width = series.updates.length;
    // The twin rises by 0.01 nats an update, and was not measured for the last probe.
    const twin = {
      updates: series.updates,
      values: series.values.map((_, i) => (i >= 4 * width ? Number.NaN : -3 + 0.01 * (i % width))),
    };
    const corrected = correctByTwin(metrics, twin);
    const { effects } = metrics.effects;
    expect(corrected.length).toBe(5);
    // Its largest measurement of the window of 50 steps is the last one.
    for (let i = 0; i < 4; i++) expect(corrected[i]).toBeCloseTo(effects.at(i).effectivity - 0.5, 10);
    expect(corrected[4]).toBeNaN();
  });

  const run = (id: string, values: Record<string, number | string>) => ({
    id,
    values,
    data: '',
    train: '',
    probe: '',
  });

  it('finds the twin with the same seed, else the named one, and none for twins', () => {
    const runs = [
      run('n0-s1', { n: 0, s: 1 }),
      run('n0-s2', { n: 0, s: 2 }),
      run('n10-s2', { n: 10, s: 2 }),
      run('n10-s3', { n: 10, s: 3 }),
    ];
    const plain = new Set(['n0-s1', 'n0-s2']);
    expect(findTwin('n0-s1', runs[2]!, runs, plain)!.id).toBe('n0-s2');
    expect(findTwin('n0-s1', runs[3]!, runs, plain)!.id).toBe('n0-s1');
    expect(findTwin('n0-s2', runs[3]!, runs, plain)!.id).toBe('n0-s2');
    expect(findTwin('n0-s1', runs[1]!, runs, plain)).toBeUndefined();
    expect(() => findTwin('x', runs[1]!, runs, plain)).toThrow(/no such twin[\s\S]*n0-s1, n0-s2/);
    expect(() => findTwin('n10-s2', runs[3]!, runs, plain)).toThrow(/injects facts[\s\S]*placement/);
  });

  it('finds the twin that shares the other swept values', () => {
    const runs = [8, 32].flatMap((bs) =>
      ['prepend', 'none'].flatMap((p) => [1, 2].map((s) => run(`bs${bs}-p${p}-s${s}`, { bs, p, s }))),
    );
    const plain = new Set(runs.filter(({ values }) => values.p === 'none').map(({ id }) => id));
    for (const { id, values } of runs) {
      const twin = findTwin('bs8-pnone-s1', runs.find((other) => other.id === id)!, runs, plain);
      expect(twin?.id).toBe(values.p === 'none' ? undefined : id.replace('prepend', 'none'));
    }
  });
});
