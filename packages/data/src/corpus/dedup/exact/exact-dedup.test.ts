import { readdirSync } from 'node:fs';
import { temporaryDirectory } from '@lethe/contracts/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collectRows } from '../../../testing/collect-rows.js';
import { documentsOf, openDocuments } from '../../../testing/open-documents.js';
import { type Normalization, normalizations, normalizeText } from '../../../text/normalize-text.js';
import type { CorpusDocument } from '../../documents/corpus-document.js';
import type { ClusterRow } from '../method/dedup-method.js';
import { exactDedup } from './exact-dedup.js';

const texts = fc.constantFrom('a b', 'a  b', 'A b', 'a, b', 'a', '', ' ', 'b');
const corpora = fc
  .uniqueArray(fc.string({ unit: 'grapheme', maxLength: 3 }), { minLength: 1, maxLength: 25 })
  .chain((ids) =>
    fc
      .tuple(
        fc.array(texts, { minLength: ids.length, maxLength: ids.length }),
        fc.shuffledSubarray(ids, { minLength: ids.length }),
        fc.nat(ids.length),
        fc.integer({ min: 1, max: 5 }),
      )
      .map(([drawn, shuffled, against, batch]) => ({
        documents: ids.map((id, i): CorpusDocument => ({ id, text: drawn[i]!, source: '' })),
        shuffled,
        against,
        batch,
      })),
  );

/** The decisions by id, as maps of strings make them. */
function naive(
  documents: readonly CorpusDocument[],
  against: readonly CorpusDocument[],
  normalization: Normalization,
): Record<string, string> {
  const smallest = (candidates: readonly CorpusDocument[], text: string): string | undefined =>
    candidates
      .filter((other) => normalizeText(other.text, normalization) === normalizeText(text, normalization))
      .map(({ id }) => id)
      .sort()[0];
  return Object.fromEntries(
    documents.map(({ id, text }) => [id, smallest(against, text) ?? smallest(documents, text)!]),
  );
}

const clusterOf = (rows: readonly ClusterRow[]): Record<string, string> =>
  Object.fromEntries(rows.map((row) => [row.doc_id, row.cluster_id]));

describe('exactDedup', () => {
  it('decides as maps of strings do, whatever the order and the batches', async () => {
    await fc.assert(
      fc.asyncProperty(
        corpora,
        fc.constantFrom(...normalizations),
        async ({ documents, shuffled, against, batch }, normalization) => {
          const other = documents
            .slice(0, against)
            .map((document) => ({ ...document, id: `x${document.id}` }));
          const own = documents.slice(against);
          const rows = await collectRows(
            exactDedup,
            { normalization },
            openDocuments(own, batch),
            against > 0 ? openDocuments(other, batch) : undefined,
          );
          const expected = naive(own, other, normalization);
          expect(rows.map((row) => row.doc_id)).toEqual(own.map(({ id }) => id));
          expect(clusterOf(rows)).toEqual(expected);
          for (const row of rows) expect(row.kept).toBe(expected[row.doc_id] === row.doc_id);

          const order = (list: CorpusDocument[]): CorpusDocument[] =>
            [...list].sort((a, b) => shuffled.indexOf(a.id) - shuffled.indexOf(b.id));
          const again = await collectRows(
            exactDedup,
            { normalization },
            openDocuments(order(own), 2),
            openDocuments(order(other), 1),
          );
          const byId = (list: ClusterRow[]) => Object.fromEntries(list.map((row) => [row.doc_id, row]));
          expect(byId(again)).toEqual(byId(rows));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('writes what it decided and why', async () => {
    const corpus = openDocuments(documentsOf({ c: 'same', a: 'other', b: 'same' }));
    expect(await collectRows(exactDedup, { normalization: 'none' }, corpus)).toEqual(
      [
        { doc_id: 'c', cluster_id: 'b', kept: false, true_similarity: 1 },
        { doc_id: 'a', cluster_id: 'a', kept: true, true_similarity: null },
        { doc_id: 'b', cluster_id: 'b', kept: true, true_similarity: null },
      ].map((row) => ({ ...row, method: 'exact', estimated_similarity: null, removed_spans: [] })),
    );
  });

  it('leaves nothing on disk, also when it is stopped', async () => {
    const scratch = temporaryDirectory();
    const controller = new AbortController();
    const corpus = openDocuments(documentsOf({ a: '1', b: '1', c: '1', d: '1' }), 1);
    const reason = new Error('stopped');
    const onProgress = (): void => controller.abort(reason);
    const context = { signal: controller.signal, scratch, onProgress };
    await expect(collectRows(exactDedup, { normalization: 'none' }, corpus, undefined, context)).rejects.toBe(
      reason,
    );
    expect(readdirSync(scratch)).toEqual([]);
    await collectRows(exactDedup, { normalization: 'none' }, corpus, undefined, {
      signal: new AbortController().signal,
      scratch,
    });
    expect(readdirSync(scratch)).toEqual([]);
  });

  it('refuses ids that are not unique, and has no rows for no documents', async () => {
    const twice = openDocuments([...documentsOf({ a: '1' }), ...documentsOf({ a: '2' })]);
    await expect(collectRows(exactDedup, { normalization: 'none' }, twice)).rejects.toThrow(/the same id/);
    expect(await collectRows(exactDedup, { normalization: 'none' }, openDocuments([]))).toEqual([]);
  });
});
