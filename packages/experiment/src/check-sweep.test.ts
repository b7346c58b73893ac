import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Experiment } from './parse-experiment.js';
import { parseSpec, readExperiment } from './parse-experiment.js';
import { planExperiment } from './plan-experiment.js';

const base = {
  title: 'Demo',
  data: {
    facts: { source: 'generated', scenarios: { duplication: 2 } },
    background: { source: 'generated', documents: 10 },
    tokenizer: { type: 'bytes' },
    sequenceLength: 32,
    order: { steps: 100, batchSize: 4 },
  },
  model: { layers: 1, heads: 1, width: 8 },
  train: { optimizer: { learningRate: 0.001 } },
};

function runsOf(sweep: unknown, smoke = {}, profile: 'full' | 'smoke' = 'full'): string[] {
  const json = { ...base, sweep, smoke };
  const experiment: Experiment = {
    name: 'demo',
    directory: 'demo',
    json,
    extended: [],
    spec: parseSpec(json, profile, 'demo'),
  };
  return planExperiment(experiment, profile).runs.map(({ id }) => id);
}

const seeds = (values: (number | string)[]) => ({ label: 's', path: 'train.seed', values });

describe('a sweep', () => {
  it('has runs of fewer values in its smoke version where it says so', () => {
    const sweep = [
      { label: 'm', variants: { a: { model: { width: 8 } }, b: { model: { width: 16 } } }, smoke: ['b'] },
      { ...seeds([1, 2, 3]), smoke: [3, 1] },
    ];
    expect(runsOf(sweep)).toHaveLength(6);
    expect(runsOf(sweep, {}, 'smoke')).toEqual(['mb-s1', 'mb-s3']);
    for (const smoke of [[4], ['1']]) {
      expect(() => runsOf([{ ...seeds([1, 2, 3]), smoke }])).toThrow(
        /sweep\[0\]\.smoke of axis "s": the smoke version of a sweep has a value [\s\S]*1, 2, 3/,
      );
    }
  });

  it('has other values in the place of swept ones in its smoke version where it says so', () => {
    const steps = {
      label: 'n',
      path: 'data.order.steps',
      values: [100, 200, 300],
      smoke: { 300: 7, 100: 5 },
    };
    const json = { ...base, sweep: [steps], smoke: {} };
    const stepsIn = (profile: 'full' | 'smoke'): unknown[] => {
      const spec = parseSpec(json, profile, 'demo');
      const { runs } = planExperiment({ name: 'demo', directory: 'demo', json, extended: [], spec }, profile);
      return runs.map((run) => [run.id, run.spec.data.order.steps]);
    };
    expect(stepsIn('full')).toEqual([100, 200, 300].map((n) => [`n${n}`, n]));
    expect(stepsIn('smoke')).toEqual([
      ['n100', 5],
      ['n300', 7],
    ]);
    expect(() => runsOf([{ ...steps, smoke: { 400: 7 } }])).toThrow(
      /some of 100, 200, 300\n {2}found: {4}400/,
    );
  });

  it.each([
    [[1, 1, 1], /sweep\[0\]\.values of axis "s": .*the value 1 twice[\s\S]*found: +\[1,1,1\]/],
    [[1, 2, 1.0], /the value 1 twice/],
    // Both would be written to train--s1.
    [[1, '1'], /the value 1 twice/],
  ])('with values %j is refused', (values, message) => {
    expect(() => runsOf([seeds(values)])).toThrow(message);
  });

  it('with two axes of variants under one label is refused when it is read', () => {
    const axis = (...names: string[]) => ({
      label: 'm',
      variants: Object.fromEntries(names.map((name) => [name, { model: { layers: 2 } }])),
    });
    const path = join(mkdtempSync(join(tmpdir(), 'lethe-sweep-')), 'experiment.json');
    writeFileSync(path, JSON.stringify({ ...base, sweep: [axis('a', 'b'), axis('c', 'd')] }));
    expect(() => readExperiment(path)).toThrow(/two sweep axes have the same label[\s\S]*m, m/);
  });

  it('names the axis with a repeated value among several', () => {
    const widths = { label: 'w', path: 'model.width', values: [8, 16, 8] };
    expect(() => runsOf([seeds([1, 2]), widths])).toThrow(/sweep\[1\]\.values of axis "w": .*value 8 twice/);
  });

  it('takes equal values on two axes, and values that only look alike', () => {
    const more = { label: 'd', path: 'data.seed', values: [1, 2] };
    expect(runsOf([seeds([1, 2]), more])).toEqual(['s1-d1', 's1-d2', 's2-d1', 's2-d2']);
    const widths = { label: 'w', path: 'model.width', values: [1, 11, 111] };
    expect(runsOf([widths])).toEqual(['w1', 'w11', 'w111']);
  });

  it('with variants of equal content is refused, however they are written', () => {
    const variants = {
      small: { model: { layers: 1, width: 16 } },
      deep: { model: { layers: 2, width: 16 } },
      wide: { model: { width: 16, layers: 1 } },
    };
    expect(() => runsOf([{ label: 'm', variants }, seeds([1, 2])])).toThrow(
      /axis "m": small and wide: .*same configuration[\s\S]*msmall-s1 and mwide-s1/,
    );
  });

  it('with runs that differ in label alone is refused', () => {
    // The default is spelled out; a later axis sets what an earlier one did.
    const variants = { plain: {}, spelled: { train: { optimizer: { beta1: 0.9 } } } };
    expect(() => runsOf([{ label: 'v', variants }])).toThrow(/axis "v": plain and spelled/);
    const again = { label: 't', path: 'train.seed', values: [7] };
    expect(() => runsOf([seeds([1, 2]), again])).toThrow(/axis "s": 1 and 2[\s\S]*s1-t7 and s2-t7/);
  });

  it('is looked at with the overrides of its profile', () => {
    const variants = { a: { train: { clipNorm: 1 } }, b: { train: { clipNorm: 2 } } };
    const smoke = { train: { clipNorm: 3 } };
    expect(runsOf([{ label: 'c', variants }], smoke, 'smoke')).toEqual(['ca', 'cb']);
  });
});
