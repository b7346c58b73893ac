import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openCheckpoint } from '@lethe/model';
import { openBackend } from '@lethe/runtime';
import { describeBackends } from '@lethe/runtime/testing';
import { expect, it } from 'vitest';
import { createEmbeddedHeads } from './embedded-heads.js';
import { standardiseBy, standardiseRows } from './extract-states.js';

/** Four steps of PyTorch: fixtures/make_golden.py. */
interface Golden {
  rank: number;
  classes: number[];
  steps: number;
  learningRate: number;
  weightDecay: number;
  prompts: number[][];
  batches: number[][];
  labels: number[][];
  layer: Run;
  batch: Run;
}
interface Run {
  initial: Record<string, number[]>;
  losses: number[];
  after: Record<string, number[]>;
  states: number[];
}

const fixture = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const golden = JSON.parse(readFileSync(fixture('../../fixtures/embedded-heads.json'), 'utf8')) as Golden;
const model = fixture('../../../model/fixtures/tiny-gpt2');

describeBackends('heads over changed embeddings', (name) => {
  it.each(['layer', 'batch'] as const)(
    'take the steps of PyTorch after normalisation by %s',
    async (normalisation) => {
      const { prompts, batches, labels, steps, learningRate, classes, rank, weightDecay } = golden;
      const run = golden[normalisation];
      const heads = await createEmbeddedHeads({
        backend: await openBackend({ backend: name }),
        ...openCheckpoint(model),
        ...{ prompts, normalisation, rank, classes, weightDecay, steps, batchSize: 4, seed: 1 },
      });
      const untouched = await heads.save();
      expect(untouched.a!.every((value) => value === 0)).toBe(true);
      expect(new Set(untouched.b!).size).toBe(untouched.b!.length);
      await heads.restore(
        Object.fromEntries(Object.entries(run.initial).map(([key, all]) => [key, Float32Array.from(all)])),
      );
      for (const [step, members] of batches.entries()) {
        const own = labels.map((all) => Int32Array.from(members, (member) => all[member]!));
        const loss = await heads.step(members, own, learningRate * (1 - step / steps), step);
        expect(loss).toBeCloseTo(run.losses[step]!, 3);
      }
      const after = await heads.save();
      expect(Object.keys(after).sort()).toEqual(Object.keys(run.after).sort());
      for (const [key, all] of Object.entries(run.after)) {
        expect(after[key]).toHaveLength(all.length);
        all.forEach((value, i) => {
          expect(after[key]![i], `${key}[${i}]`).toBeCloseTo(value, 3);
        });
      }
      const states = await heads.states(prompts.map((_, i) => i));
      states.forEach((value, i) => {
        expect(value).toBeCloseTo(run.states[i]!, 3);
      });
      // Judged by hand from the same parameters.
      const width = states.length / prompts.length;
      const normal =
        normalisation === 'layer' ? standardiseRows(states, width) : standardiseBy(states, width)(states);
      const judged = await heads.judge(
        normal,
        labels.map((all) => Int32Array.from(all)),
      );
      classes.forEach((count, head) => {
        prompts.forEach((_, row) => {
          const logits = Array.from({ length: count }, (_, k) => {
            let sum = run.after[`head${head}.bias`]![k]!;
            for (let i = 0; i < width; i++) {
              const x = normal[row * width + i]! * run.after.gain![i]! + run.after.shift![i]!;
              sum += x * run.after[`head${head}.weight`]![i * count + k]!;
            }
            return sum;
          });
          const most = Math.max(...logits);
          expect(logits[judged[head]!.chosen[row]!]).toBeCloseTo(most, 3);
          const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
          const label = Math.max(0, labels[head]![row]!);
          expect(judged[head]!.logProbs[row]).toBeCloseTo(logits[label]! - Math.log(total), 2);
        });
      });
      await heads.dispose();
    },
    60_000,
  );
});
