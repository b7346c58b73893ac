import { describe, expect, test } from 'vitest';
import { openBackend } from '../backends/open-backend.js';
import { asOutputs, operationInputs, operations } from '../testing/operations.js';
import { maxDifference } from '../testing/reference.js';
import { nativeEngines } from '../testing/run-op.js';
import { compile } from './compile.js';
import type { Program } from './program.js';

/** All operations in one, each with outputs of its own. */
const program: Program = {
  inputs: operationInputs,
  run: (_, tensors) => ({
    outputs: Object.fromEntries(
      Object.entries(operations).flatMap(([name, operation]) =>
        Object.entries(asOutputs(operation(tensors as never))).map(([i, tensor]) => [`${name} ${i}`, tensor]),
      ),
    ),
  }),
};

const [eager, ...replayed] = nativeEngines;

describe.each(replayed)('operations of TensorFlow.js, $name', ({ mode }) => {
  test('give what they give eagerly', async () => {
    const backend = await openBackend({ backend: 'tensorflow' });
    const values = Object.fromEntries(
      Object.entries(operationInputs).map(([key, entry]) => [key, entry.values]),
    );
    const results = [];
    for (const way of [eager!.mode, mode]) {
      const module = await compile({ backend, state: {}, programs: { program }, mode: way });
      results.push(await module.run('program', values));
      await module.dispose();
    }
    const [expected, found] = results;
    expect(Object.keys(found!)).toEqual(Object.keys(expected!));
    const differing = Object.keys(expected!).filter(
      (key) => !(maxDifference(found![key]!, expected![key]!) < 2e-6),
    );
    expect(differing).toEqual([]);
  });
});
