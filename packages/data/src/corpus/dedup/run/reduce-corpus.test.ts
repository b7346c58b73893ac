import fc from 'fast-check';
import { expect, it } from 'vitest';
import { collectDocuments } from '../../../testing/collect-documents.js';
import { documentsOf, openDocuments } from '../../../testing/open-documents.js';
import { remainsBlank } from '../lines/line-dedup.js';
import { cutSpans } from '../lines/text-units.js';
import { type Decision, reduceCorpus } from './reduce-corpus.js';

const documents = documentsOf({ a: 'one two', b: 'three', c: 'four five six', d: 'seven' });
const decisions: Decision[] = [
  { doc_id: 'a', kept: true, removed_spans: [] },
  { doc_id: 'b', kept: false, removed_spans: [] },
  { doc_id: 'c', kept: true, removed_spans: [0, 5, 9, 13] },
  { doc_id: 'd', kept: true, removed_spans: [] },
];
const open = (list: readonly Decision[], batch: number) =>
  async function* () {
    for (let i = 0; i < list.length; i += batch) yield list.slice(i, i + batch);
  };

it('leaves out and cuts, however both are batched, in every pass', async () => {
  for (const [batch, rows] of [
    [1, 3],
    [3, 1],
    [2, 4],
  ] as const) {
    const reduced = reduceCorpus(openDocuments(documents, batch), open(decisions, rows));
    for (const _ of [1, 2]) {
      expect(await collectDocuments(reduced)).toEqual(documentsOf({ a: 'one two', c: 'five', d: 'seven' }));
    }
  }
});

it('refuses decisions about another corpus', async () => {
  const reduce = (list: Decision[], from = documents) =>
    collectDocuments(reduceCorpus(openDocuments(from), open(list, 2)));
  await expect(reduce(decisions.slice(0, 3))).rejects.toThrow(/document "d": the corpus changed/);
  await expect(reduce(decisions, documents.slice(0, 3))).rejects.toThrow(/document "d": the corpus changed/);
  await expect(reduce([...decisions].reverse())).rejects.toThrow(/document "a": the corpus changed/);
});

it('cuts what is between the spans and keeps the rest', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 20 }), fc.uniqueArray(fc.nat(20), { maxLength: 6 }), (text, cuts) => {
      const sorted = cuts.map((at) => Math.min(at, text.length)).sort((a, b) => a - b);
      const spans = sorted.slice(0, sorted.length - (sorted.length % 2));
      const left = [...text.split('')].filter(
        (_, i) => !spans.some((begin, k) => k % 2 === 0 && i >= begin && i < spans[k + 1]!),
      );
      expect(cutSpans(text, spans)).toBe(left.join(''));
      expect(remainsBlank(text, spans)).toBe(left.join('').trim() === '');
    }),
  );
});
