import { join } from 'node:path';
import { temporaryDirectory } from '@lethe/contracts/testing';
import { describe, expect, it } from 'vitest';
import { documentsOf, openDocuments } from '../../../testing/open-documents.js';
import { exactDedup } from '../exact/exact-dedup.js';
import { lineDedup } from '../lines/line-dedup.js';
import type { DedupMethod } from '../method/dedup-method.js';
import { dedupCorpus } from '../run/dedup-corpus.js';
import { formatClusters, sideBySide } from './format-clusters.js';
import { readClusters } from './read-clusters.js';

const { signal } = new AbortController();
const layout = { width: 83, lines: 4 };

async function deduped<Options>(
  method: DedupMethod<Options>,
  options: Options,
  texts: Record<string, string>,
  others?: Record<string, string>,
) {
  const out = join(temporaryDirectory(), 'out');
  const corpus = openDocuments(documentsOf(texts));
  const against = others && openDocuments(documentsOf(others));
  await dedupCorpus({ method, options, corpus, against, drop: false }, out, { signal });
  return { out, corpus, against };
}
const lines = { unit: 'line' as const, normalization: 'none' as const, minLength: 1 };

describe('readClusters', () => {
  const texts = { b: 'same', a: 'same', c: 'same', d: 'two', e: 'two', f: 'known', g: 'same' };

  it('gives the largest clusters with their texts, or those that are named', async () => {
    const { out, corpus, against } = await deduped(exactDedup, { normalization: 'none' }, texts, {
      x: 'known',
      d: 'unknown',
    });
    const read = (selection: object) => readClusters(out, corpus, against, selection, signal);
    const views = await read({ members: 2 });
    expect(
      views.map(({ clusterId, documents, keeper, members }) => [
        clusterId,
        documents,
        keeper.of,
        keeper.text,
        members.map(({ row, text }) => `${row.doc_id} ${text}`),
      ]),
    ).toEqual([
      ['a', 4, 'corpus', 'same', ['b same', 'c same']],
      ['d', 2, 'corpus', 'two', ['e two']],
      ['x', 2, 'against', 'known', ['f known']],
    ]);
    expect((await read({ largest: 1 })).map(({ clusterId }) => clusterId)).toEqual(['a']);
    expect((await read({ ids: ['x', 'd'] })).map(({ clusterId }) => clusterId)).toEqual(['x', 'd']);
    await expect(read({ ids: ['e'] })).rejects.toThrow(/no document lost anything[\s\S]*"e"/);
    await expect(readClusters(out, corpus, undefined, {}, signal)).rejects.toThrow(
      /against: a document of the clusters table is missing/,
    );
  });

  it('tells a document of the other corpus from one of the same id', async () => {
    const { out, corpus, against } = await deduped(
      exactDedup,
      { normalization: 'none' },
      { a: '1', b: '2' },
      {
        a: '1',
        b: '3',
      },
    );
    const [view] = await readClusters(out, corpus, against, {}, signal);
    expect(view).toMatchObject({ clusterId: 'a', documents: 2, keeper: { of: 'against', text: '1' } });
  });

  it('finds a keeper that itself loses something to another document', async () => {
    const { out, corpus } = await deduped(lineDedup, lines, { a: 'x', b: 'x\nyy', c: 'yy\nz' });
    const views = await readClusters(out, corpus, undefined, {}, signal);
    expect(views.map(({ clusterId, keeper }) => [clusterId, keeper.text])).toEqual([
      ['a', 'x'],
      ['b', 'x\nyy'],
    ]);
  });
});

describe('formatClusters', () => {
  it('shows both texts and why, with what is cut in brackets', async () => {
    const { out, corpus } = await deduped(lineDedup, lines, {
      a: 'first\nshared line\nlast',
      b: 'own\nshared line',
      c: 'shared line',
    });
    expect(formatClusters(await readClusters(out, corpus, undefined, {}, signal), layout)).toBe(
      [
        'cluster a: 3 documents',
        '',
        'kept: a                                  | b loses 1 span, 12 characters (line)',
        'first                                    | own[-',
        'shared line                              | shared line-]',
        'last                                     |',
        '',
        'kept: a                                  | removed: c, too little is left withou...',
        'first                                    | [-shared line-]',
        'shared line                              |',
        'last                                     |',
      ].join('\n'),
    );
  });

  it('marks the words that the other text lacks, and tells the similarity', () => {
    const row = {
      doc_id: 'b',
      cluster_id: 'a',
      kept: false,
      method: 'minhash',
      estimated_similarity: 0.75,
      true_similarity: 0.8125,
      removed_spans: [],
    };
    const keeper = { text: 'the red ship', of: 'against' as const };
    const members = [{ row, text: 'the blue ship' }];
    expect(
      formatClusters([{ clusterId: 'a', documents: 9, keeper, members }], { ...layout, width: 120 }),
    ).toBe(
      [
        'cluster a: 9 documents',
        '',
        `${'kept: a (against)'.padEnd(58)} | removed: b, Jaccard 0.813, estimated 0.750 (minhash)`,
        `${'the [-red-] ship'.padEnd(58)} | the [-blue-] ship`,
        '',
        'and 7 more',
      ].join('\n'),
    );
  });
});

describe('sideBySide', () => {
  it('wraps at spaces, cuts long words, and ends what is too long', () => {
    expect(sideBySide('one two three four five six', 'abcdefghijklmnop\nq', 3, 23)).toEqual([
      'one two    | abcdefghij',
      'three four | klmnop',
      'five six   | q',
    ]);
    expect(sideBySide('one two three four five six seven', '', 2, 23)).toEqual([
      'one two    |',
      'three f... |',
    ]);
    expect(sideBySide('', 'a\n\nb', 5, 23)).toEqual(['           | a', '           |', '           | b']);
  });

  it('does not wrap a text of megabytes that it will not show', () => {
    const begin = process.cpuUsage();
    expect(sideBySide('word '.repeat(2_000_000), 'x', 2, 23)).toHaveLength(2);
    // Processor time, which does not depend on what else runs.
    expect(process.cpuUsage(begin).user / 1000).toBeLessThan(1000);
  });
});
