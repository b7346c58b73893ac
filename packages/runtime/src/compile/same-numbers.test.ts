import { describe, expect, test } from 'vitest';
import { openBackend } from '../backends/open-backend.js';
import { maxDifference } from '../testing/reference.js';
import { type Engine, engines } from '../testing/run-op.js';
import { tinyBatches, tinyState, trainTiny, vocabulary } from '../testing/tiny-transformer.js';
import { compile } from './compile.js';

async function losses(engine: Engine): Promise<number[]> {
  const module = await compile({
    backend: await openBackend({ backend: engine.backend }),
    state: tinyState(),
    programs: { train: trainTiny },
    mode: engine.mode,
  });
  const found: number[] = [];
  for (const batch of tinyBatches(50)) {
    const learningRate = Float32Array.of(0.01);
    found.push((await module.run('train', { ...batch, learningRate })).loss![0]!);
  }
  await module.dispose();
  return found;
}

describe('fifty steps of AdamW on a transformer', () => {
  test('give the same losses on every engine, and learn', { timeout: 120_000 }, async () => {
    const reference = await losses(engines[0]!);

    expect(reference[0]).toBeCloseTo(Math.log(vocabulary), 0);
    expect(reference[49]!).toBeLessThan(0.8 * reference[0]!);
    for (const engine of engines.slice(1)) {
      expect([engine.name, maxDifference(await losses(engine), reference) < 1e-5]).toEqual([
        engine.name,
        true,
      ]);
    }
  });
});
