import { expect, test } from 'vitest';
import { requestedThreads, setTensorflowThreads } from './native-threads.js';

test('the option wins over LETHE_THREADS; neither leaves the choice to the backend', () => {
  expect(requestedThreads(3, { LETHE_THREADS: '5' })).toBe(3);
  expect(requestedThreads(undefined, { LETHE_THREADS: '5' })).toBe(5);
  expect(requestedThreads(undefined, { LETHE_THREADS: '' })).toBeUndefined();
});

test.each(['0', '-1', '1.5', 'x', '2000'])('LETHE_THREADS=%s is refused', (value) => {
  expect(() => requestedThreads(undefined, { LETHE_THREADS: value })).toThrow(/whole number from 1 to 1024/);
});

test('both pools of TensorFlow get the number', () => {
  const env: NodeJS.ProcessEnv = {};
  expect(setTensorflowThreads(4, env)).toBe(4);
  expect(env).toEqual({ TF_NUM_INTRAOP_THREADS: '4', TF_NUM_INTEROP_THREADS: '4' });
});

test("TensorFlow's own variable beats LETHE_THREADS but not the option", () => {
  const env: NodeJS.ProcessEnv = { TF_NUM_INTRAOP_THREADS: '7', LETHE_THREADS: '2' };
  expect(setTensorflowThreads(undefined, env)).toBe(7);
  expect(env.TF_NUM_INTEROP_THREADS).toBe('2');
  expect(setTensorflowThreads(1, env)).toBe(1);
});

test('nothing asked, nothing set', () => {
  const env: NodeJS.ProcessEnv = {};
  expect(setTensorflowThreads(undefined, env)).toBeUndefined();
  expect(env).toEqual({});
});
