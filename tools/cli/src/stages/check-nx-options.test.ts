import type { Experiment } from '@lethe/experiment';
import { describe, expect, it } from 'vitest';
import { checkNxOptions } from './check-nx-options.js';

const experiment = { name: 'plain', directory: '/w/experiments/plain' } as Experiment;
const task = { NX_TASK_TARGET_PROJECT: 'plain', NX_TASK_TARGET_TARGET: 'train' };
const asNx = {
  target: 'train',
  profile: 'full',
  out: '/w/experiments/plain/out/full/train',
  force: false,
} as const;
const smoke = { ...asNx, profile: 'smoke', out: '/w/experiments/plain/out/smoke/train' } as const;
const check = (options: Parameters<typeof checkNxOptions>[0], env: NodeJS.ProcessEnv) => () =>
  checkNxOptions(options, experiment, env);

describe('checkNxOptions', () => {
  it('takes what Nx itself passes, and a forced run without its cache', () => {
    expect(check(asNx, task)).not.toThrow();
    expect(check(smoke, { ...task, NX_TASK_TARGET_CONFIGURATION: 'smoke' })).not.toThrow();
    expect(check({ ...asNx, force: true }, { ...task, NX_SKIP_NX_CACHE: 'true' })).not.toThrow();
  });

  it.each([
    [{ ...asNx, profile: 'smoke' }, {}, /--profile: .*configuration[\s\S]*nx run plain:train -c smoke/],
    [
      { ...smoke, profile: 'full' },
      { NX_TASK_TARGET_CONFIGURATION: 'smoke' },
      /--profile: [\s\S]*found: +full/,
    ],
    [{ ...asNx, out: '/elsewhere' }, {}, /--out: .*own directory[\s\S]*npx lethe run-task/],
    [{ ...asNx, force: true }, {}, /--force: [\s\S]*--skip-nx-cache --force/],
  ] as const)('refuses %j with %j', (options, env, message) => {
    expect(check(options, { ...task, ...env })).toThrow(message);
  });

  it('lets everything through without Nx, and for another task that Nx runs', () => {
    const free = { target: 'train', profile: 'smoke', out: '/elsewhere', force: true } as const;
    expect(check(free, {})).not.toThrow();
    expect(check(free, { ...task, NX_TASK_TARGET_TARGET: 'compare' })).not.toThrow();
  });
});
