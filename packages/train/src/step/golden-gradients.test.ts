import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { architectureOf, loadCheckpoint } from '@lethe/model';
import { compile, openBackend } from '@lethe/runtime';
import { describeBackends } from '@lethe/runtime/testing';
import type { Tensor2D } from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { lossAndGradients } from './gradients.js';
import { nextTokenLoss } from './next-token-loss.js';

const fixtures = fileURLToPath(new URL('../../../model/fixtures', import.meta.url));
const names = readdirSync(fixtures).filter((name) => name.startsWith('tiny-'));

interface Golden {
  tokens: number[][];
  loss: number;
  /** Products of each gradient with sin(1), sin(2), ... */
  gradients: Record<string, number>;
}

/** As project in make_golden.py. */
const project = (gradient: ArrayLike<number>): number =>
  Array.from(gradient).reduce((sum, value, i) => sum + value * Math.sin(i + 1), 0);

describeBackends('golden models', (name, mode) => {
  it.each(names)('%s: loss and gradients are those of PyTorch', async (folder) => {
    const { config, weights } = loadCheckpoint(`${fixtures}/${folder}`);
    const golden = JSON.parse(readFileSync(`${fixtures}/${folder}/golden.json`, 'utf8')) as Golden;
    const parameters = Object.keys(weights);
    const module = await compile({
      backend: await openBackend({ backend: name }),
      state: weights,
      mode,
      programs: {
        gradients: {
          inputs: { tokens: { shape: [2, golden.tokens[0]!.length], dtype: 'int32' } },
          run: (params, { tokens }) => {
            const { loss, gradients } = lossAndGradients(params, parameters, (params) =>
              nextTokenLoss(params, tokens as Tensor2D, config),
            );
            return { outputs: { loss, ...gradients } };
          },
        },
      },
    });
    const found = await module.run('gradients', { tokens: Int32Array.from(golden.tokens.flat()) });
    await module.dispose();
    expect(Math.abs(found.loss![0]! - golden.loss)).toBeLessThan(1e-5);
    const expected = new Map(
      Object.entries(golden.gradients).map(([fileName, value]) => [
        architectureOf(config).localName(fileName),
        value,
      ]),
    );
    expect([...expected.keys()].sort()).toEqual(parameters.sort());
    for (const parameter of parameters) {
      const difference = Math.abs(project(found[parameter]!) - expected.get(parameter)!);
      expect(difference, parameter).toBeLessThan(2e-5);
    }
  });
});
