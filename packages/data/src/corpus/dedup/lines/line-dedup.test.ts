import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collectRows } from '../../../testing/collect-rows.js';
import { documentsOf, openDocuments } from '../../../testing/open-documents.js';
import { normalizations, normalizeText } from '../../../text/normalize-text.js';
import type { CorpusDocument, OpenCorpus } from '../../documents/corpus-document.js';
import type { ClusterRow } from '../method/dedup-method.js';
import { type LineOptions, lineDedup } from './line-dedup.js';
import { cutSpans } from './text-units.js';

const lines: LineOptions = { unit: 'line', normalization: 'none', minLength: 1 };
const rowsOf = (texts: Record<string, string>, options = lines, against?: Record<string, string>) =>
  collectRows(
    lineDedup,
    options,
    openDocuments(documentsOf(texts)),
    against && openDocuments(documentsOf(against)),
  );
const reduced = (texts: Record<string, string>, rows: readonly ClusterRow[]): Record<string, string> =>
  Object.fromEntries(
    rows.flatMap((row) => (row.kept ? [[row.doc_id, cutSpans(texts[row.doc_id]!, row.removed_spans)]] : [])),
  );

/** What is left of documents of lines, and who kept the longest line that each lost: by a map of strings. */
function naive(
  documents: readonly CorpusDocument[],
  against: readonly CorpusDocument[],
  { normalization, minLength }: LineOptions,
): Record<string, [left: string[], cluster: string]> {
  const owners = new Map<string, string>();
  const byId = (list: readonly CorpusDocument[]): CorpusDocument[] =>
    [...list].sort((a, b) => (a.id < b.id ? -1 : 1));
  const compare = (line: string): string => normalizeText(line, normalization);
  const counts = (line: string): boolean =>
    line.trim() !== '' && compare(line).length >= Math.max(1, minLength);
  for (const { id, text } of byId(against)) {
    for (const line of text.split('\n').filter(counts)) {
      if (!owners.has(compare(line))) owners.set(compare(line), id);
    }
  }
  const result: Record<string, [string[], string]> = {};
  for (const { id, text } of byId(documents)) {
    const left: string[] = [];
    let longest = 0;
    let cluster = id;
    for (const line of text.split('\n')) {
      const owner = counts(line) ? owners.get(compare(line)) : undefined;
      if (owner === undefined) {
        left.push(line);
        if (counts(line)) owners.set(compare(line), id);
      } else if (compare(line).length > longest) {
        longest = compare(line).length;
        cluster = owner;
      }
    }
    result[id] = [left, cluster];
  }
  return result;
}

describe('lineDedup', () => {
  it('keeps the first copy in the document of the smallest id', async () => {
    const texts = { b: 'shared\nown b\nshared', a: 'own a\nshared\nown a', c: 'shared', d: 'other' };
    const rows = await rowsOf(texts);
    expect(reduced(texts, rows)).toEqual({ b: 'own b', a: 'own a\nshared', d: 'other' });
    expect(rows.map((row) => [row.doc_id, row.cluster_id, row.kept, row.removed_spans])).toEqual([
      ['b', 'a', true, [0, 7, 12, 19]],
      ['a', 'a', true, [12, 18]],
      ['c', 'a', false, [0, 6]],
      ['d', 'd', true, []],
    ]);
    expect(rows.every((row) => row.method === 'line' && row.true_similarity === null)).toBe(true);
  });

  it('removes every copy of what another corpus has, and nothing from that one', async () => {
    const texts = { a: 'x\nnew', b: 'x\ny\nnew' };
    const rows = await rowsOf(texts, lines, { z: 'x', q: 'y\nx' });
    expect(reduced(texts, rows)).toEqual({ a: 'new' });
    expect(rows.map((row) => row.cluster_id)).toEqual(['q', 'a']);
  });

  it('leaves blank and short units alone, and compares paragraphs whole', async () => {
    const texts = { a: 'short\n\nlong enough', b: 'short\n\nlong enough\n\nb' };
    const options = { ...lines, minLength: 6 };
    expect(reduced(texts, await rowsOf(texts, options))).toEqual({ a: texts.a, b: 'short\n\n\nb' });
    const paragraphs: LineOptions = { ...lines, unit: 'paragraph' };
    const poem = { a: 'one\ntwo\n\nthree', b: 'one\n\none\ntwo\n\nfour\n' };
    const rows = await rowsOf(poem, paragraphs);
    expect(reduced(poem, rows)).toEqual({ a: poem.a, b: 'one\n\nfour\n' });
    expect(rows[1]!.method).toBe('paragraph');
  });

  it('keeps a document that was blank before', async () => {
    const rows = await rowsOf({ a: '', b: ' \n', c: 'x', d: ' \nx' });
    expect(rows.map(({ kept }) => kept)).toEqual([true, true, true, false]);
  });

  it('decides as a map of strings does, whatever the order and the batches', async () => {
    const line = fc.constantFrom('aa', 'AA', 'a  a', 'bbb', 'b', '', ' ', 'ccc.', 'ccc');
    const document = fc.array(line, { minLength: 1, maxLength: 6 }).map((list) => list.join('\n'));
    await fc.assert(
      fc.asyncProperty(
        fc.array(document, { minLength: 1, maxLength: 12 }),
        fc.nat(12),
        fc.constantFrom(...normalizations),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 4 }),
        async (list, cut, normalization, minLength, batch) => {
          // Multiplication by 7 modulo 13 makes ids that are not in order.
          const all = list.map((text, i) => ({ id: `d${(7 * i) % 13}`, text, source: '' }));
          const [other, own] = [all.slice(0, cut), all.slice(cut)];
          const options: LineOptions = { unit: 'line', normalization, minLength };
          const expected = naive(own, other, options);
          for (const arrange of [(d: CorpusDocument[]) => d, (d: CorpusDocument[]) => [...d].reverse()]) {
            const corpus = arrange(own);
            const rows = await collectRows(
              lineDedup,
              options,
              openDocuments(corpus, batch),
              openDocuments(arrange(other), batch),
            );
            expect(rows.map(({ doc_id }) => doc_id)).toEqual(corpus.map(({ id }) => id));
            rows.forEach(({ doc_id, cluster_id, kept, removed_spans }, i) => {
              const text = corpus[i]!.text;
              const [left, cluster] = expected[doc_id]!;
              const rest = cutSpans(text, removed_spans);
              const filled = (lines: string[]): string[] => lines.filter((one) => one.trim() !== '');
              expect(filled(rest.split('\n'))).toEqual(filled(left));
              expect(cluster_id).toBe(cluster);
              expect(kept).toBe(removed_spans.length === 0 || filled(left).length > 0);
            });
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('notices that the corpus is another one in the second pass', async () => {
    const passes = [documentsOf({ a: 'x', b: 'x' }), documentsOf({ a: 'x', b: 'x\ny' })];
    const changing = (...later: CorpusDocument[][]): OpenCorpus => {
      const left = [passes[0]!, ...later];
      return () => openDocuments(left.shift()!)();
    };
    const run = (second: CorpusDocument[]) => collectRows(lineDedup, lines, changing(second));
    await expect(run(passes[1]!)).rejects.toThrow(/the corpus changed after[\s\S]*/);
    await expect(run(documentsOf({ a: 'x' }))).rejects.toThrow(/the corpus changed after/);
    await expect(run(documentsOf({ a: 'x', c: 'x' }))).rejects.toThrow(/the corpus changed after/);
    await expect(run(documentsOf({ a: 'x', b: 'x', c: 'x' }))).rejects.toThrow(/the corpus changed after/);
  });
});
