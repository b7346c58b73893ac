import { existsSync } from 'node:fs';
import { byteTokens, createByteBpeTokenizer } from '@lethe/tokenizers';
import { expect, test } from 'vitest';
import type { Fact } from '../../corpus/facts/fact-set.js';
import { readFictionalKnowledge } from '../../corpus/facts/read-fictional-knowledge.js';
import { testData } from '../../testing/test-data.js';
import { selectFictionalKnowledge } from '../sources/facts/fictional-knowledge.js';
import { injectIntoSteps } from './inject-into-rows.js';
import { planInjections } from './plan-injections.js';
import { createOrder } from './testing/create-order.js';

const tokenizer = createByteBpeTokenizer(byteTokens());
const published = testData('fictional-knowledge/fictional_knowledge_paraphrased.json');

/** What every row of every step takes: "number of the fact:number of its wording". */
function rowsOf(facts: readonly Fact[], batchSize: number, sequenceLength: number): Map<number, string[]> {
  const data = { seed: 1, sequenceLength, order: createOrder({ start: 0 }, { steps: 1000, batchSize }) };
  const plan = injectIntoSteps(planInjections(facts, data), tokenizer, data);
  const numberOf = new Map(facts.map(({ fact_id }, i) => [fact_id, i]));
  return new Map(
    [...plan].map(([step, rows]) => {
      const taken: string[] = [];
      for (const [row, { factIds, positions, tokens }] of rows) {
        expect(positions).toEqual([0]);
        const number = numberOf.get(factIds[0]!)!;
        const text = tokenizer.decode(tokens).replace(/<\|endoftext\|>$/, '');
        taken[row] = `${number}:${[facts[number]!.text, ...facts[number]!.variants].indexOf(text)}`;
      }
      return [step, taken];
    }),
  );
}

// By hand, from arXiv 2406.11813 and its published code: at offset 0 every text in order, one row each; at the other
// nine offsets paraphrase number i of the paraphrase group and the text of the duplication group; controls never.
test('a small world follows the schedule of the paper', () => {
  const scenarios = ['paraphrase', 'paraphrase', 'duplication', 'duplication', 'once', 'once', 'control'];
  const facts = scenarios.map((scenario, f) => ({
    fact_id: `f${f}`,
    scenario,
    text: `${f} text`,
    variants: scenario === 'paraphrase' ? Array.from({ length: 9 }, (_, i) => `${f} other ${i + 1}`) : [],
    subject: null,
    relation: null,
    object: null,
    popularity: null,
  }));
  expect([...rowsOf(facts, 8, 32)]).toEqual([
    [0, ['0:0', '1:0', '2:0', '3:0', '4:0', '5:0']],
    [100, ['0:1', '1:1', '2:0', '3:0']],
    [200, ['0:2', '1:2', '2:0', '3:0']],
    [300, ['0:3', '1:3', '2:0', '3:0']],
    [400, ['0:4', '1:4', '2:0', '3:0']],
    [500, ['0:5', '1:5', '2:0', '3:0']],
    [600, ['0:6', '1:6', '2:0', '3:0']],
    [700, ['0:7', '1:7', '2:0', '3:0']],
    [800, ['0:8', '1:8', '2:0', '3:0']],
    [900, ['0:9', '1:9', '2:0', '3:0']],
  ]);
});

test.skipIf(!existsSync(published))('the published passages take the rows of the published maps', () => {
  const scenarios = { paraphrase: 40, duplication: 40, once: 40, control: 10 };
  const { facts } = selectFictionalKnowledge(readFictionalKnowledge(published), scenarios, published);
  const rows = rowsOf(facts, 2048, 4096);
  // inject_indices_map: keys 0, 100 .. 900, 120 sequences and 9 times 80, 840 in all.
  expect([...rows].map(([step, taken]) => [step, taken.length])).toEqual([
    [0, 120],
    ...Array.from({ length: 9 }, (_, k) => [100 * (k + 1), 80]),
  ]);
  for (const [step, taken] of rows) {
    taken.forEach((found, row) => {
      expect(found).toBe(`${row}:${row < 40 ? step / 100 : 0}`);
    });
  }
});
