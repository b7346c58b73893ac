import { openBackend } from '@lethe/runtime';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, it } from 'vitest';
import { packVectors } from './pack-vectors.js';

beforeAll(() => openBackend({ backend: 'wasm' }));

const shapes = {
  gain: { shape: [3] },
  matrix: { shape: [2, 2] },
  scale: { shape: [] },
  bias: { shape: [2] },
};

it('puts what has one dimension end to end and takes it apart again', () => {
  const packed = packVectors(shapes);
  expect(packed.shapes).toEqual({ matrix: { shape: [2, 2] }, vectors: { shape: [6] } });
  expect(Object.keys(packed.shapes).map(packed.parameters)).toEqual([['matrix'], ['gain', 'scale', 'bias']]);
  const tensors = {
    gain: tf.tensor1d([1, 2, 3]),
    matrix: tf.ones([2, 2]),
    scale: tf.scalar(4),
    bias: tf.tensor1d([5, 6]),
  };
  const entries = packed.pack(tensors);
  expect(Object.keys(entries)).toEqual(['matrix', 'vectors']);
  expect([...entries.vectors!.dataSync()]).toEqual([1, 2, 3, 4, 5, 6]);
  const apart = packed.unpack({ ...entries, 'adamw/m/vectors': entries.vectors! });
  expect(Object.keys(apart)).toEqual(['matrix', 'adamw/m/vectors', 'gain', 'scale', 'bias']);
  for (const [name, tensor] of Object.entries(tensors)) {
    expect(apart[name]!.shape, name).toEqual(tensor.shape);
    expect([...apart[name]!.dataSync()], name).toEqual([...tensor.dataSync()]);
  }
});

it('leaves a single vector alone', () => {
  const { gain, matrix } = shapes;
  expect(packVectors({ gain, matrix }).shapes).toEqual({ gain, matrix });
});
