import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluation, evaluationSequences, readRows, trainContract, verifyOutputs } from '@lethe/contracts';
import { head, hiddenStates, loadCheckpoint, type Params } from '@lethe/model';
import { openBackend } from '@lethe/runtime';
import { describeBackends } from '@lethe/runtime/testing';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ObserverContext } from '../observers/step-observer.js';
import { runTrain } from '../run-train.js';
import { readEvents } from '../testing/read-events.js';
import { type TinyData, writeTinyData } from '../testing/tiny-data.js';
import { tinyContext, tinyOptions } from '../testing/tiny-training.js';
import type { TrainSpec } from '../train-options.js';
import { createEvaluator } from './create-evaluator.js';

let parent: string;
let data: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'lethe-evaluation-'));
  data = join(parent, 'data');
  mkdirSync(data);
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const tiny: TinyData = { steps: 7, batchSize: 2, sequenceLength: 8, vocabSize: 16, evaluationRows: 5 };

async function train(name: string, spec: Partial<TrainSpec>, backend = 'wasm') {
  const context = tinyContext(parent, name);
  await runTrain({ ...tinyOptions(data, spec), backend }, context);
  return { ...context, rows: await readRows(context.out, evaluation) };
}

/** Losses of rows by log-softmax over whole logits: another way than that of the program. */
function referenceLosses(
  checkpoint: string,
  rows: number[][],
  documents?: number[][],
  [from, to] = [1, 8],
): number[] {
  const { config, weights } = loadCheckpoint(checkpoint);
  return tf.tidy(() => {
    const params = Object.fromEntries(
      Object.entries(weights).map(([name, { values, shape }]) => [name, tf.tensor(values, shape)]),
    ) as Params;
    const tokens = tf.tensor2d(rows, undefined, 'int32');
    const options = documents ? { documents: tf.tensor2d(documents, undefined, 'int32') } : {};
    const hidden = hiddenStates(params, tokens, config, options).as2D(rows.length * 8, config.width);
    const logProbs = tf.logSoftmax(head(params, hidden, config)).arraySync() as number[][];
    return rows.map((row, r) => {
      const targets = row.slice(from, to);
      return (
        -targets.reduce((sum, token, t) => sum + logProbs[8 * r + t + from! - 1]![token]!, 0) / targets.length
      );
    });
  });
}

describeBackends('the evaluation loss', (backend) => {
  it('is that of held-out rows at the first, every n-th and the last update', async () => {
    writeTinyData(data, tiny);
    const spec = { evaluation: { every: 3, rows: 64 }, checkpoints: [0, 3] };
    const { out, rows, lines } = await train('out', spec, backend);
    await verifyOutputs(trainContract, out, 'lethe');
    expect(rows.map(({ step }) => step)).toEqual([0, 3, 6, 7]);
    expect(rows.map((row) => [row.rows, row.tokens])).toEqual(rows.map(() => [5, 35]));
    expect(lines.at(-1)).toContain(`evaluation ${rows.at(-1)!.loss.toFixed(3)}`);

    await openBackend({ backend: 'wasm' });
    const held = (await readRows(data, evaluationSequences)).map(({ tokens }) => [...tokens]);
    for (const [i, step] of [
      [0, '000000'],
      [1, '000003'],
      [3, '000007'],
    ] as const) {
      const expected = referenceLosses(join(out, `checkpoints/step-${step}`), held);
      const mean = expected.reduce((sum, loss) => sum + loss, 0) / 5;
      expect(rows[i]!.loss).toBeCloseTo(mean, 5);
      const squares = expected.reduce((sum, loss) => sum + (loss - mean) ** 2, 0);
      expect(rows[i]!.standard_error).toBeCloseTo(Math.sqrt(squares / 20), 5);
    }
  });
});

it('is measured on the first rows only where fewer are asked for, within documents where training is', async () => {
  writeTinyData(data, tiny);
  const { out, rows } = await train('out', {
    evaluation: { every: 100, rows: 3 },
    checkpoints: [0],
    documentMask: true,
  });
  expect(rows.map(({ step, rows }) => [step, rows])).toEqual([
    [0, 3],
    [7, 3],
  ]);
  await openBackend({ backend: 'wasm' });
  const held = (await readRows(data, evaluationSequences)).slice(0, 3).map(({ tokens }) => [...tokens]);
  const documents = held.map(() => [0, 0, 0, 1, 1, 1, 1, 1]);
  const expected = referenceLosses(join(out, 'checkpoints/step-000000'), held, documents);
  expect(rows[0]!.loss).toBeCloseTo(expected.reduce((sum, loss) => sum + loss, 0) / 3, 5);
});

it('says how many tokens it will read', async () => {
  writeTinyData(data, tiny);
  const evaluator = createEvaluator({
    evaluation: { every: 3, rows: 64 },
    documentMask: false,
    rowsAtATime: 2,
  });
  const context = { config: { vocabSize: 16 }, data, sequenceLength: 8, vocabSize: 16, steps: 7, log() {} };
  await evaluator.programs(context as unknown as ObserverContext);
  // Five rows in three calls of two, after 0, 3, 6 and 7 updates.
  expect(evaluator.tokens()).toBe(4 * 3 * 2 * 8);
});

it('is the mean over the tokens that count', async () => {
  writeTinyData(data, { ...tiny, evaluationSpans: [0, 1, 3, 6] });
  const { out, rows } = await train('out', { evaluation: { every: 100, rows: 64 }, checkpoints: [0] });
  expect(rows.map(({ tokens }) => tokens)).toEqual([15, 15]);
  await openBackend({ backend: 'wasm' });
  const held = (await readRows(data, evaluationSequences)).map(({ tokens }) => [...tokens]);
  const expected = referenceLosses(join(out, 'checkpoints/step-000000'), held, undefined, [3, 6]);
  expect(rows[0]!.loss).toBeCloseTo(expected.reduce((sum, loss) => sum + loss, 0) / 5, 5);
});

it('changes nothing of the training and stands in the TensorBoard events', async () => {
  writeTinyData(data, tiny);
  const spec = { evaluation: { every: 3, rows: 64 }, tensorboard: true };
  const { out, rows } = await train('with', spec);
  const plain = tinyContext(parent, 'without');
  await runTrain(tinyOptions(data, { tensorboard: true }), plain);
  const weights = (directory: string) => loadCheckpoint(join(directory, 'checkpoints/step-000007')).weights;
  expect(weights(out)).toEqual(weights(plain.out));
  const events = readEvents(out).filter(({ scalars }) => 'evaluation_loss' in scalars);
  expect(events.map(({ step, scalars }) => [step, scalars.evaluation_loss])).toEqual(
    rows.map(({ step, loss }) => [step, Math.fround(loss)]),
  );
});

it('needs rows to evaluate on, as long as those of training', async () => {
  writeTinyData(data, { ...tiny, evaluationRows: 0 });
  const spec = { evaluation: { every: 3, rows: 64 } };
  await expect(train('a', spec)).rejects.toThrow(/no rows to evaluate on[\s\S]*data\.evaluation/);
  writeTinyData(data, { ...tiny, sequenceLength: 4 });
  const evaluationFile = 'evaluation_sequences.arrow';
  copyFileSync(join(data, evaluationFile), join(parent, evaluationFile));
  writeTinyData(data, tiny);
  copyFileSync(join(parent, evaluationFile), join(data, evaluationFile));
  await expect(train('b', spec)).rejects.toThrow(/differ in length[\s\S]*8 tokens[\s\S]*4 tokens/);
});
