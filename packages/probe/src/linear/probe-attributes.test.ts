import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { facts, probes, writeTable } from '@lethe/contracts';
import { initWeights, saveCheckpoint } from '@lethe/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { personsConfig, writePersons } from '../testing/persons.js';
import { probeAttributes } from './fit-attribute-heads.js';
import { linearSpec } from './linear-measure.js';

let parent: string;
beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'lethe-linear-'));
  writePersons(join(parent, 'data'));
  saveCheckpoint(join(parent, 'model'), personsConfig, initWeights(personsConfig, 1));
  copyFileSync(join(parent, 'data/tokenizer.json'), join(parent, 'model/tokenizer.json'));
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

it('reads what the states of a subject hold, place by place', async () => {
  const lines: string[] = [];
  const found = await probeAttributes({
    data: join(parent, 'data'),
    model: join(parent, 'model'),
    spec: linearSpec.parse({ steps: 200, learningRate: 0.02, values: ['whole'] }),
    backend: 'wasm',
    log: (line) => void lines.push(line),
  });
  const at = (kind: string, position: number, attribute: string) =>
    found.find((row) => row.kind === kind && row.position === position && row.attribute === attribute)!;
  expect(found).toHaveLength(6);
  expect(lines).toHaveLength(6);
  // Attention is uniform at first, so a state holds every word before it: the city with the first name, everywhere.
  for (const [kind, position] of [
    ['p', 0],
    ['p', 1],
    ['q', 0],
  ] as const) {
    expect(at(kind, position, '0')).toMatchObject({
      ...{ step: null, rank: 0, train_facts: 64, test_facts: 32, known_test_facts: 32, classes: 2 },
      ...{ test_accuracy: 1, test_high: 1, updates: 200, question: 'f0 l0 of' },
    });
    expect(at(kind, position, '0').majority).toBeCloseTo(0.5, 1);
    // All of 32 are right: 1 / (1 + z^2 / 32).
    expect(at(kind, position, '0').test_low).toBeCloseTo(0.8928, 4);
  }
  // The trade can be read only where the text has told it.
  expect(at('p', 1, '1').test_accuracy).toBe(1);
  expect(at('p', 0, '1').test_accuracy).toBeLessThan(0.9);
  expect(at('q', 0, '1').test_accuracy).toBeLessThan(0.9);
});

it('trains a change of the embeddings under the heads where a rank is given', async () => {
  const config = { ...personsConfig, width: 24, embeddings: 'frozen' as const };
  saveCheckpoint(join(parent, 'step-000030'), config, initWeights(config, 1));
  const spec = linearSpec.parse({ rank: {}, values: ['whole'], steps: 80, learningRate: 0.02 });
  const options = { data: join(parent, 'data'), spec, backend: 'wasm' };
  const found = await probeAttributes({ ...options, model: join(parent, 'step-000030') });
  expect(found.map(({ kind, rank, batch_size }) => [kind, rank, batch_size])).toEqual([
    ...Array(4).fill(['p', 2, 50]),
    ...Array(2).fill(['q', 16, 200]),
  ]);
  for (const row of found) {
    expect(row).toMatchObject({ step: 30, train_facts: 64, validation_facts: 6, test_facts: 32 });
    expect(row.updates).toBeLessThanOrEqual(row.most_updates);
    if (row.attribute === '0') expect(row.test_accuracy).toBe(1);
  }
  await expect(probeAttributes({ ...options, model: join(parent, 'model') })).rejects.toThrow(
    /no trainable embeddings to change/,
  );
});

it('says what is missing', async () => {
  const empty = join(parent, 'empty');
  mkdirSync(empty);
  writeTable(empty, facts, []);
  writeTable(empty, probes, []);
  const options = { model: join(parent, 'model'), spec: linearSpec.parse({ kinds: ['p'], steps: 1 }) };
  await expect(probeAttributes({ ...options, data: empty })).rejects.toThrow(/nothing to probe/);
});
