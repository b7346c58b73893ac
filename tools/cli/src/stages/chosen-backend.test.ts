import type { StageTask } from '@lethe/experiment';
import { describe, expect, it } from 'vitest';
import { chosenBackend } from './chosen-backend.js';

const task = (stage: StageTask['stage'], override?: StageTask['override']) =>
  ({ stage, override }) as StageTask;

describe('chosenBackend', () => {
  it('prefers the option to the environment, and leaves auto to the runtime', () => {
    const env = { LETHE_BACKEND: 'wasm' };
    expect(chosenBackend(task('train'), 'tensorflow', env)).toBe('tensorflow');
    expect(chosenBackend(task('probe'), undefined, env)).toBe('wasm');
    expect(chosenBackend(task('train'), 'auto', {})).toBeUndefined();
    expect(chosenBackend(task('train'), undefined, { LETHE_BACKEND: 'auto' })).toBeUndefined();
    expect(chosenBackend(task('train'), undefined, { LETHE_BACKEND: '' })).toBeUndefined();
    expect(chosenBackend(task('train'), undefined, {})).toBeUndefined();
  });

  it('lets --backend auto win over LETHE_BACKEND', () => {
    expect(chosenBackend(task('train'), 'auto', { LETHE_BACKEND: 'wasm' })).toBe('auto');
  });

  it('ignores the environment where nothing computes, and refuses the option there', () => {
    const env = { LETHE_BACKEND: 'wasm' };
    expect(chosenBackend(task('data'), undefined, env)).toBeUndefined();
    expect(() => chosenBackend(task('analyze'), 'wasm', env)).toThrow(/does not compute with a backend/);
    expect(() => chosenBackend(task('train', { command: 'x', inputs: [] }), 'wasm', env)).toThrow(
      /a custom command/,
    );
  });
});
