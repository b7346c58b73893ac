import { byteTokens, createByteBpeTokenizer } from '@lethe/tokenizers';
import { expect, test } from 'vitest';
import type { Fact, ProbeText } from '../../corpus/facts/fact-set.js';
import { injectIntoRows } from '../inject/inject-into-rows.js';
import { createOrder } from '../inject/testing/create-order.js';
import { tokenizePassages } from '../tokenize/tokenize-passages.js';
import { choosePassages } from './choose-passages.js';

const fact = (fact_id: string, scenario: string): Fact => ({
  ...{ fact_id, scenario, text: `${fact_id} lives.`, variants: [] },
  ...{ subject: null, relation: null, object: null, popularity: null },
});
const probe = (fact_id: string): ProbeText => ({
  ...{ probe_id: `${fact_id}/p`, fact_id, depth: 'qa', prompt: 'p', target: 't', answers: ['t'] },
});

test('are the tokens that are injected, of facts that are injected or probed', () => {
  const tokenizer = createByteBpeTokenizer(byteTokens());
  const order = createOrder({ start: 0, count: 1, scenarios: { known: 'told' } }, { batchSize: 2 });
  const facts = ['once', 'known', 'known', 'control', 'control', 'background'].map((scenario, i) =>
    fact(`f${i}`, scenario),
  );
  const chosen = choosePassages(facts, ['f1', 'f3', 'f5'].map(probe), order.injection);
  const rows = tokenizePassages(chosen, tokenizer);
  expect(rows.map(({ fact_id }) => fact_id)).toEqual(['f0', 'f1', 'f3', 'f5']);
  const injected = injectIntoRows([{ factId: 'f0', step: 0, text: facts[0]!.text }], tokenizer, {
    ...{ seed: 1, sequenceLength: 64, order },
  });
  expect(rows[0]!.tokens).toEqual([...injected.get(0)!.tokens.slice(0, -1)]);
});
