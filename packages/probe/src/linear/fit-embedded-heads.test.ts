import { createRandom } from '@lethe/contracts';
import type { OneLayerConfig, Weights } from '@lethe/model';
import { openBackend } from '@lethe/runtime';
import { beforeAll, expect, it } from 'vitest';
import { extractStates } from './extract-states.js';
import { type FitEmbeddedHeadsOptions, fitEmbeddedHeads } from './fit-embedded-heads.js';
import { fitLinearHead } from './linear-head.js';
import type { AttributeCell } from './plan-attributes.js';

// Persons of 8 first and 12 last names. The embeddings of names lie on two lines, and attention begins uniform, so that a
// state is (first, last) / 2 and a linear head cannot read which first names are odd.
const [firsts, lasts, width] = [8, 12, 4];
const config: OneLayerConfig = {
  architecture: 'one-layer',
  vocabSize: firsts + lasts,
  contextLength: 2,
  layers: 1,
  heads: 1,
  width,
  embeddings: 'frozen',
  mlpWidth: 0,
};
const embeddings = new Float32Array(config.vocabSize * width);
for (let name = 0; name < config.vocabSize; name++) {
  if (name < firsts) embeddings[name * width] = name;
  else embeddings[name * width + 1] = name - firsts;
}
const weights: Weights = {
  'embed.weight': { dtype: 'float32', shape: [config.vocabSize, width], values: embeddings },
  'attn.kq.weight': { dtype: 'float32', shape: [width, width], values: new Float32Array(width * width) },
  'head.weight': {
    dtype: 'float32',
    shape: [config.vocabSize, width],
    values: new Float32Array(config.vocabSize * width),
  },
};
const prompts = Array.from({ length: firsts * lasts }, (_, i) => [
  i % firsts,
  firsts + Math.floor(i / firsts),
]);

/** One attribute of all persons; a third of them is for testing. */
function cell(labelOf: (person: number) => number): AttributeCell {
  const part = (isTest: boolean) => {
    const members = prompts.flatMap((_, i) => (((i * 7) % 3 === 0) === isTest ? [i] : []));
    return { members, labels: Int32Array.from(members, labelOf) };
  };
  return {
    attribute: '0',
    value: 'whole',
    question: '',
    train: part(false),
    test: part(true),
    classes: 2,
    majority: 0.5,
  };
}
const odd = cell((person) => prompts[person]![0]! % 2);
const random = createRandom(5, 'labels');
const noise = Array.from({ length: prompts.length }, () => random.int(2));

let options: Omit<FitEmbeddedHeadsOptions, 'cells'>;
beforeAll(async () => {
  options = {
    ...{ backend: await openBackend({ backend: 'wasm' }), config, weights, prompts },
    ...{ normalisation: 'batch', rank: 2, batchSize: 32, weightDecay: 0.01, seed: 1 },
    ...{ steps: 400, learningRate: 0.05 },
  };
});

it.each(['layer', 'batch'] as const)(
  'reads what only another embedding shows, after normalisation by %s, and a head alone does not',
  async (normalisation) => {
    const { heads, updates } = await fitEmbeddedHeads({ ...options, normalisation, cells: [odd] });
    expect(heads).toEqual([{ fitted: 58, validation: 6, trainAccuracy: 1, testAccuracy: 1 }]);
    // It ends when there is no more to learn.
    expect(updates).toBeLessThan(400);
    const states = await extractStates({ ...options });
    const labelled = ({ members, labels }: AttributeCell['train']) => ({
      states: Float32Array.from(members.flatMap((i) => [...states.subarray(i * width, (i + 1) * width)])),
      labels,
    });
    const alone = await fitLinearHead({
      ...{ ...options, width, classes: 2, train: labelled(odd.train), test: labelled(odd.test) },
    });
    expect(alone.testAccuracy).toBeLessThan(0.75);
  },
  60_000,
);

it('reads nothing where there is nothing to read, and stops early', async () => {
  const { heads, updates } = await fitEmbeddedHeads({ ...options, cells: [cell((i) => noise[i]!)] });
  expect(Math.abs(heads[0]!.testAccuracy - 0.5)).toBeLessThan(0.25);
  expect(updates).toBeLessThan(400);
});

it('fits several attributes at once, each to the facts that have it', async () => {
  const few = cell((person) => (person < 48 ? 0 : 1));
  const half = {
    ...few,
    train: { members: few.train.members.slice(0, 40), labels: few.train.labels.slice(0, 40) },
  };
  const unknown = { ...odd, test: { ...odd.test, labels: odd.test.labels.map(() => -1) } };
  const { heads } = await fitEmbeddedHeads({ ...options, cells: [odd, half, unknown] });
  expect(heads.map(({ fitted, validation }) => fitted + validation)).toEqual([64, 40, 64]);
  expect(heads[0]).toMatchObject({ trainAccuracy: 1, testAccuracy: 1 });
  expect(heads[2]).toMatchObject({ trainAccuracy: 1, testAccuracy: 0 });
  expect(half.train.labels).toContain(0);
});

it('takes all updates where there are too few facts to hold some back', async () => {
  const short = {
    ...odd,
    train: { members: odd.train.members.slice(0, 39), labels: odd.train.labels.slice(0, 39) },
  };
  const { heads, updates } = await fitEmbeddedHeads({ ...options, steps: 30, cells: [short] });
  expect([updates, heads[0]!.validation]).toEqual([30, 0]);
});

it('gives the same for the same seed', async () => {
  const again = { ...options, steps: 60, cells: [odd] };
  const first = await fitEmbeddedHeads(again);
  expect(await fitEmbeddedHeads(again)).toEqual(first);
});
