import type { RunDirectories } from '@lethe/contracts';
import { describe, expect, it } from 'vitest';
import { describeRuns, groupBySetting } from './setting-groups.js';
import { nameWithout } from './setting-names.js';

type Values = Record<string, number | string>;
/** A run of directories without manifests: what its sweep says is all that is known of it. */
const run = (id: string, values: Values, from?: string): RunDirectories => ({
  ...{ id, values, data: `none/${id}`, train: `none/${id}`, probe: `none/${id}` },
  ...(from === undefined ? {} : { from }),
});
const groups = (runs: RunDirectories[], upstream: RunDirectories[] = []): [string, string[]][] =>
  groupBySetting(describeRuns(runs, upstream)).map((group) => [
    nameWithout(group.name),
    group.runs.map((member) => member.run.id),
  ]);

describe('groups by setting', () => {
  it.each([
    ['variants of biographies', 'v', ['single', 'multi5.permute']],
    ['ranks of LoRA', 'r', [1, 4, 16]],
    ['numbers of answers', 'a', [16, 128]],
    ['noise tokens', 'n', [0, 8, 30]],
    ['learning rates', 'lr', [0.001, 0.003]],
    ['numbers of steps', 'steps', [100, 1000]],
    ['wordings', 'w', [1, 8]],
    ['shares of questions for training', 'tf', [0.1, 0.5]],
    ['numbers of celebrities', 'c', [0, 50]],
  ])('never pool %s', (_, label, values) => {
    const runs = values.flatMap((value) =>
      [1, 2].map((s) => run(`${label}${value}-s${s}`, { [label]: value, s })),
    );
    expect(groups(runs)).toEqual(
      values.map((value) => [`model, ${label}=${value}`, [`${label}${value}-s1`, `${label}${value}-s2`]]),
    );
    // Nor where they were swept in the experiment that these runs continue from.
    const upstream = runs.map(({ id, values: swept }) => run(`before/${id}`, swept));
    const tuned = runs.map(({ id, values: { s } }) =>
      run(id.replaceAll('-', '.'), { s: s! }, `before/${id}`),
    );
    expect(groups(tuned, upstream)).toEqual([
      ...values.map((value) => [
        `model, from ${label}=${value}, from before`,
        [`${label}${value}.s1`, `${label}${value}.s2`],
      ]),
      ...values.map((value) => [
        `model, ${label}=${value}, experiment before`,
        [`before/${label}${value}-s1`, `before/${label}${value}-s2`],
      ]),
    ]);
  });

  it('pool what differs in seeds alone, of the runs and of those that they continue from', () => {
    const upstream = [1, 2].map((s) => run(`before/s${s}`, { s }));
    const runs = [1, 2].map((s) => run(`s${s}`, { s }, `before/s${s}`));
    expect(groups(runs, upstream)).toEqual([
      ['model, from before', ['s1', 's2']],
      ['model, experiment before', ['before/s1', 'before/s2']],
    ]);
    expect(groups([1, 2].map((s) => run(`s${s}`, { s })))).toEqual([['model', ['s1', 's2']]]);
  });

  it('keep runs apart whose origins are known by name alone', () => {
    const of = (id: string) => run(id, { s: Number(id.at(-1)) }, `before/${id}`);
    const runs = ['vsingle-s1', 'vsingle-s2', 'vmulti-s1', 'vmulti-s2'].map(of);
    expect(groups(runs).map(([, ids]) => ids)).toEqual([
      ['vsingle-s1', 'vsingle-s2'],
      ['vmulti-s1', 'vmulti-s2'],
    ]);
  });

  it('name experiments where runs of two are alike', () => {
    const upstream = ['a', 'b'].map((name) => run(`${name}/main`, {}));
    expect(groups([], upstream).map(([name]) => name)).toEqual([
      'model, experiment a',
      'model, experiment b',
    ]);
  });
});
