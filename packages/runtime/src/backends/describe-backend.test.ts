import { expect, test } from 'vitest';
import { describeBackend } from './describe-backend.js';

test('one line for what computes, one for each refusal and note', () => {
  const lines = describeBackend({
    name: 'wasm',
    description: { device: 'CPU', threads: 1, versions: { wasm: '4.22.0', tfjs: '4.22.0' }, notes: ['slow'] },
    refused: [{ name: 'tensorflow', reason: 'no library' }],
  });
  expect(lines).toEqual([
    'backend wasm on CPU, 1 thread (wasm 4.22.0, tfjs 4.22.0)',
    'not tensorflow: no library',
    'note: slow',
  ]);
});

test('threads are counted in the plural', () => {
  const description = { device: 'GPU' as const, threads: 8, versions: { tensorflow: '2.21.0' }, notes: [] };
  expect(describeBackend({ name: 'tensorflow', description, refused: [] })).toEqual([
    'backend tensorflow on GPU, 8 threads (tensorflow 2.21.0)',
  ]);
});
