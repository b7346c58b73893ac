import { describe, expect, it } from 'vitest';
import { groupRuns } from './group-runs.js';

describe('groups of runs', () => {
  const run = (id: string, values: Record<string, number | string>) => ({
    id,
    values,
    data: 'd',
    train: 't',
    probe: 'p',
  });
  const shape = (...runs: ReturnType<typeof run>[]) =>
    groupRuns(runs).map(({ id, label, runs: members }) => [id, label, members.map((member) => member.id)]);

  it('pool what differs in seeds only', () => {
    expect(shape(run('main', {}))).toEqual([['main', '', ['main']]]);
    expect(shape(run('s1', { s: 1 }), run('s2', { s: 2 }))).toEqual([['all', '', ['s1', 's2']]]);
    expect(
      shape(
        run('bs1-ds1', { bs: 1, ds: 1 }),
        run('bs2-ds1', { bs: 2, ds: 1 }),
        run('bs1-ds2', { bs: 1, ds: 2 }),
        run('bs2-ds2', { bs: 2, ds: 2 }),
      ),
    ).toEqual([
      ['bs1', 'bs=1', ['bs1-ds1', 'bs1-ds2']],
      ['bs2', 'bs=2', ['bs2-ds1', 'bs2-ds2']],
    ]);
    expect(shape(run('steps1-lr2', { steps: 1, lr: 2 }))).toEqual([
      ['steps1-lr2', 'steps=1, lr=2', ['steps1-lr2']],
    ]);
  });
});
