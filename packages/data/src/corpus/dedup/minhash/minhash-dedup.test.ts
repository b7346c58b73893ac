import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { CorpusDocument } from '../../documents/corpus-document.js';
import { minhashDedup } from './minhash-dedup.js';
import {
  corpusOf,
  dedupRows,
  jaccardOfSets,
  referenceDedup,
  wordShingles,
} from './testing/reference-dedup.js';

const temporaryDirectory = mkdtempSync(join(tmpdir(), 'lethe-test-'));
afterAll(() => rmSync(temporaryDirectory, { recursive: true, force: true }));

// Rows of one bin, many of them: nothing that is similar is missed but with probability 2^-60.
const sure = { bands: 256, rows: 1, shingleSize: 2, threads: 0, temporaryDirectory };

/** Corpora of few words, so that documents are similar in every degree, in chains and in large groups. */
const corpora = fc
  .array(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 12 }), { minLength: 1, maxLength: 24 })
  .map((texts) =>
    texts.map((words, i) => ({
      id: `${(i * 7) % 24}`,
      text: words.map((word) => 'abcde'[word]).join(' '),
      source: 'test',
    })),
  );
const thresholds = fc.constantFrom(0.3, 0.5, 0.75, 1);

function keepers(rows: readonly { doc_id: string; cluster_id: string }[]): Map<string, string> {
  return new Map(rows.map(({ doc_id, cluster_id }) => [doc_id, cluster_id]));
}

describe('minhashDedup', () => {
  it('gives what comparing all pairs gives', async () => {
    await fc.assert(
      fc.asyncProperty(
        corpora,
        corpora,
        thresholds,
        fc.boolean(),
        async (corpus, other, threshold, alone) => {
          const against = alone ? undefined : other;
          const rows = await dedupRows(corpus, { ...sure, threshold }, against);
          expect(rows.map(({ doc_id }) => doc_id)).toEqual(corpus.map(({ id }) => id));
          expect(keepers(rows)).toEqual(referenceDedup(corpus, against ?? [], 2, threshold));
          const texts = new Map([...corpus, ...(against ?? [])].map(({ id, text }) => [id, text]));
          for (const row of rows) {
            expect(row.kept).toBe(row.true_similarity === null);
            expect(row.kept).toBe(row.estimated_similarity === null);
            if (row.kept) expect(row.cluster_id).toBe(row.doc_id);
            // Ids of the two corpora may be the same.
            else if (alone) {
              const [a, b] = [texts.get(row.doc_id)!, texts.get(row.cluster_id)!];
              expect(row.true_similarity).toBe(
                Math.fround(jaccardOfSets(wordShingles(a, 2), wordShingles(b, 2))),
              );
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('estimates similarity by all bins of a sketch', async () => {
    // Pairs that share 50 to 54 of their words, which stand in the same places.
    const documents = Array.from({ length: 40 }, (_, i) => {
      const pair = Math.floor(i / 2);
      const words = Array.from({ length: 60 }, (_, w) =>
        w < 50 + (pair % 5) ? `p${pair}w${w}` : `d${i}w${w}`,
      );
      return { id: String(i).padStart(2, '0'), text: words.join(' '), source: '' };
    });
    const settings = { ...sure, bands: 40, rows: 4, shingleSize: 1, threshold: 0.6 };
    const removed = (await dedupRows(documents, settings)).filter(({ kept }) => !kept);
    expect(removed).toHaveLength(20);
    let error = 0;
    const fromWhole = (value: number): number => Math.abs(value - Math.round(value));
    for (const { true_similarity, estimated_similarity } of removed) {
      expect(fromWhole(estimated_similarity! * 160)).toBeLessThan(1e-4);
      error += (estimated_similarity! - true_similarity!) / removed.length;
    }
    // Of bands alone, or of rows, there would be fewer bins.
    expect(Math.max(...removed.map((row) => fromWhole(row.estimated_similarity! * 40)))).toBeGreaterThan(0.2);
    // A standard deviation of sqrt(0.75 x 0.25 / 160) each.
    expect(Math.abs(error)).toBeLessThan(4 * Math.sqrt(0.19 / 160 / 20));
  });

  it('does not depend on the order of the documents, with few bands either', async () => {
    const options = fc.constantFrom(
      { bands: 2, rows: 3, verify: true },
      { bands: 2, rows: 3, verify: false },
      { bands: 1, rows: 1, verify: false },
    );
    await fc.assert(
      fc.asyncProperty(
        corpora,
        corpora,
        options,
        fc.infiniteStream(fc.nat()),
        async (corpus, other, some, draws) => {
          const all = { ...sure, ...some, threshold: 0.5 };
          const sorted = (rows: Awaited<ReturnType<typeof dedupRows>>) =>
            rows.sort((a, b) => (a.doc_id < b.doc_id ? -1 : 1));
          const shuffled = (documents: CorpusDocument[]) =>
            documents
              .map((document) => ({ document, rank: draws.next().value }))
              .sort((a, b) => a.rank - b.rank)
              .map(({ document }) => document);
          const one = sorted(await dedupRows(corpus, all, other));
          expect(sorted(await dedupRows(shuffled(corpus), all, shuffled(other)))).toEqual(one);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('leaves nothing behind, whether it ends, is left, fails or is stopped', async () => {
    const documents = Array.from({ length: 50 }, (_, i) => ({
      id: `${i}`,
      text: `word ${i % 5}`,
      source: '',
    }));
    await dedupRows(documents, sure);
    expect(readdirSync(temporaryDirectory)).toEqual([]);

    const controller = new AbortController();
    const context = { signal: controller.signal };
    for await (const _ of minhashDedup(corpusOf(documents), undefined, sure, context)) break;
    expect(readdirSync(temporaryDirectory)).toEqual([]);

    async function* broken() {
      yield documents;
      throw new Error('the disk is gone');
    }
    await expect(drain(minhashDedup(broken, undefined, sure, context))).rejects.toThrow('the disk is gone');
    expect(readdirSync(temporaryDirectory)).toEqual([]);

    async function* stopped() {
      yield documents;
      controller.abort(new Error('stopped'));
      yield documents;
    }
    await expect(drain(minhashDedup(stopped, undefined, sure, context))).rejects.toThrow('stopped');
    expect(readdirSync(temporaryDirectory)).toEqual([]);
  });

  it('says which option is wrong', async () => {
    await expect(dedupRows([], { threshold: 1.5 })).rejects.toThrow('threshold');
    await expect(dedupRows([], { bands: 4 })).rejects.toThrow('bands 4 only');
    await expect(dedupRows([], { shingleSize: 0 })).rejects.toThrow('shingleSize');
    await expect(dedupRows([], { temporaryDirectory: '/absent/directory' })).rejects.toThrow(
      '/absent/directory',
    );
  });

  it('refuses similar documents with the same id', async () => {
    const twice = [1, 2].map(() => ({ id: 'a', text: 'the same words', source: '' }));
    await expect(dedupRows(twice, sure)).rejects.toThrow('found:    a');
  });

  it('takes an empty corpus and documents without words', async () => {
    expect(await dedupRows([], sure)).toEqual([]);
    const rows = await dedupRows(
      [
        { id: 'a', text: '', source: '' },
        { id: 'b', text: ' ... ', source: '' },
      ],
      sure,
    );
    expect(rows.every(({ kept }) => kept)).toBe(true);
  });
});

async function drain(rows: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of rows);
}
