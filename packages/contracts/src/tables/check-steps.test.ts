import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeTable } from '../arrow/table-writer.js';
import { temporaryDirectory } from '../testing/temporary-directory.js';
import { checkSteps } from './check-steps.js';
import { order } from './data-tables.js';
import { steps } from './train-tables.js';

/** Checks a training of these steps against an order of three steps of two rows. */
function check(taken: readonly number[], { until, loss = 1 }: { until?: number; loss?: number } = {}) {
  const root = temporaryDirectory();
  const [data, train] = [join(root, 'data'), join(root, 'train')];
  mkdirSync(data);
  mkdirSync(train);
  const none = { fact_ids: [], placement: 'none', positions: [], lengths: [], injected_tokens: [] };
  const rows = [0, 0, 1, 1, 2, 2].map((step, i) => ({ step, row: i % 2, sequence: 0, ...none }));
  writeTable(data, order, rows);
  const row = { tokens: 1, loss, learning_rate: 1, grad_norm: 1, seconds: 0 };
  writeTable(
    train,
    steps,
    taken.map((step) => ({ step, ...row })),
  );
  const config = { train: until === undefined ? {} : { until: { loss: until } } };
  return checkSteps(train, [{ stage: 'data', directory: data }], config);
}

it('a training has taken every step of its order, once and in turn', async () => {
  await check([0, 1, 2]);
  await expect(check([0, 1])).rejects.toThrow(/another number of steps[\s\S]*the 3 steps[\s\S]*2 steps/);
  await expect(check([0, 1, 2, 3])).rejects.toThrow(/another number of steps[\s\S]*found: +4 steps/);
  await expect(check([0, 0, 1])).rejects.toThrow(/left out a step or repeated one[\s\S]*step 0 in row 1/);
  await expect(check([0, 2, 1])).rejects.toThrow(/step 2 in row 1[\s\S]*next: .*--force/);
});

it('a training may end early where its loss is as low as was asked for', async () => {
  await check([0, 1], { until: 0.5, loss: 0.5 });
  await check([0, 1, 2], { until: 0.5, loss: 1 });
  await expect(check([0, 1], { until: 0.5, loss: 0.6 })).rejects.toThrow(/another number of steps/);
  await expect(check([], { until: 0.5 })).rejects.toThrow(/0 steps/);
  await expect(check([0, 2], { until: 0.5, loss: 0.1 })).rejects.toThrow(/step 2 in row 1/);
});

it('where no data stage is read, nothing is asked of its steps', async () => {
  await checkSteps('nowhere', []);
});
