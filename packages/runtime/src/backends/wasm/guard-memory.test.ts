import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { expect, it } from 'vitest';
import { wasmBackend } from '../wasm-backend.js';
import { guardMemory, type WasmMemory } from './guard-memory.js';

const moduleOf = (malloc: (bytes: number) => number): WasmMemory => ({
  _malloc: malloc,
  _free: () => undefined,
  tfjs: { registerTensor: () => undefined },
});

it('a module that gives out address 0, or fails, has no memory left', () => {
  const full = moduleOf((bytes) => (bytes > 10 ? 0 : 8));
  guardMemory(full);
  expect(full._malloc(5)).toBe(8);
  expect(() => full._malloc(4000)).toThrow(/memory of WebAssembly is used up[\s\S]*4,000 more bytes/);
  const broken = moduleOf((bytes) => {
    if (bytes > 10) throw Object.assign(new Error('memory access out of bounds'), { name: 'RuntimeError' });
    return 8;
  });
  guardMemory(broken);
  expect(() => broken._malloc(4000)).toThrow(/used up/);
  const wrong = moduleOf((bytes) => {
    if (bytes > 10) throw new TypeError('another');
    return 8;
  });
  guardMemory(wrong);
  expect(() => wrong._malloc(4000)).toThrow(TypeError);
});

it('the backend says so too, when tensors do not fit any more', async () => {
  const { tf } = await wasmBackend.open({});
  const backend = tf.backend() as unknown as BackendWasm;
  // Nothing is written to them.
  const take = (): unknown => backend.makeOutput([2 ** 28], 'float32');
  expect(() => {
    for (let i = 0; i < 5; i++) take();
  }).toThrow(/memory of WebAssembly is used up: it ends at 4 GiB/);
});
