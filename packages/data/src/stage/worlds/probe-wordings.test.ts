import { groupBy } from '@lethe/contracts';
import { expect, test } from 'vitest';
import { generateFacts } from './generated/generate-facts.js';
import { probeWordingDocuments } from './probe-wordings.js';

const set = generateFacts({ background: 7 }, 2);

test.each(['semantic', 'composition'] as const)(
  'a document has all %s probes of a fact as sentences',
  (depth) => {
    const documents = [...probeWordingDocuments(set, depth, { count: 20, seed: 1 })];
    expect(documents).toHaveLength(20);
    expect(new Set(documents.map(({ id }) => id)).size).toBe(20);
    const told = groupBy(documents, ({ id }) => id.split('/')[0]!);
    expect([...told.values()].map(({ length }) => length).sort()).toEqual([2, 3, 3, 3, 3, 3, 3]);
    for (const [fact, texts] of told) {
      const own = set.probes.filter((probe) => probe.fact_id === fact && probe.depth === depth);
      const sentences = own.map(({ prompt, target }) => `${prompt} ${target}.`);
      for (const { text } of texts) {
        let rest = text;
        for (const sentence of sentences) {
          expect(rest).toContain(sentence);
          rest = rest.replace(sentence, '');
        }
        expect(rest.trim()).toBe('');
      }
    }
    // In another order each time.
    expect(new Set(documents.map(({ text }) => text)).size).toBeGreaterThan(14);
  },
);

test('facts have to have such probes', () => {
  expect(() => [...probeWordingDocuments(set, 'qa', { count: 1, seed: 1 })]).toThrow(RangeError);
});
