import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusters, corpus, readRows } from '@lethe/contracts';
import { temporaryDirectory } from '@lethe/contracts/testing';
import { describe, expect, it } from 'vitest';
import { documentsOf, openDocuments } from '../../../testing/open-documents.js';
import type { OpenCorpus } from '../../documents/corpus-document.js';
import { exactDedup } from '../exact/exact-dedup.js';
import { lineDedup } from '../lines/line-dedup.js';
import { formatClusterSummary } from './cluster-statistics.js';
import { type DedupRun, dedupCorpus } from './dedup-corpus.js';
import { readDedupRecord } from './dedup-record.js';

const signal = new AbortController().signal;
const exact = { method: exactDedup, options: { normalization: 'none' as const } };
const texts = { c: 'same', a: 'other', b: 'same', d: 'same', e: 'third!', f: 'third!' };
const run: DedupRun<{ normalization: 'none' }> = {
  ...exact,
  corpus: openDocuments(documentsOf(texts)),
  drop: true,
};

describe('dedupCorpus', () => {
  it('writes one row for every document, the reduced corpus, and the numbers', async () => {
    const out = join(temporaryDirectory(), 'out');
    const { status, summary } = await dedupCorpus(run, out, { signal });
    expect(status).toBe('produced');
    expect(summary).toEqual({
      documents: 6,
      kept: 3,
      removed: 3,
      cut: 0,
      characters: 29,
      removed_characters: 14,
      clusters: 2,
      largest: [
        { cluster_id: 'b', documents: 3 },
        { cluster_id: 'e', documents: 2 },
      ],
    });
    const rows = await readRows(out, clusters);
    expect(rows.map(({ doc_id, cluster_id, kept }) => `${doc_id} ${cluster_id} ${kept}`)).toEqual([
      'c b false',
      'a a true',
      'b b true',
      'd b false',
      'e e true',
      'f e false',
    ]);
    expect((await readRows(out, corpus)).map(({ id, text }) => [id, text])).toEqual([
      ['a', 'other'],
      ['b', 'same'],
      ['e', 'third!'],
    ]);
    expect(readdirSync(out).sort()).toEqual(['clusters.arrow', 'corpus.arrow', 'dedup.json']);
    expect(formatClusterSummary(summary)).toBe(
      [
        'documents   6: 3 kept, 3 removed (50.0%)',
        'characters  29: 14 removed (48.3%)',
        'clusters    2:',
        '           3 documents  b',
        '           2 documents  e',
      ].join('\n'),
    );
  });

  it('counts what is cut out of documents that stay, and only annotates without drop', async () => {
    const out = join(temporaryDirectory(), 'out');
    const cut = { a: 'x\ny', b: 'x\nown', c: 'x', d: 'z\nz' };
    const { summary } = await dedupCorpus(
      {
        method: lineDedup,
        options: { unit: 'line', normalization: 'none', minLength: 1 },
        corpus: openDocuments(documentsOf(cut)),
        drop: false,
      },
      out,
      { signal },
    );
    expect(summary).toMatchObject({ documents: 4, kept: 3, removed: 1, cut: 2, removed_characters: 5 });
    // A document that repeats itself is no cluster.
    expect(summary.largest).toEqual([{ cluster_id: 'a', documents: 3 }]);
    expect(existsSync(join(out, 'corpus.arrow'))).toBe(false);
  });

  it('lists the ten largest clusters, the smallest ids first where they are equal', async () => {
    const many = Array.from({ length: 60 }, (_, i) => ({
      id: `d${String(i).padStart(2, '0')}`,
      text: `${i % 25}`,
      source: '',
    }));
    const { summary } = await dedupCorpus(
      { ...exact, corpus: openDocuments([...many].reverse()), drop: false },
      join(temporaryDirectory(), 'out'),
      { signal },
    );
    expect(summary.clusters).toBe(25);
    expect(summary.largest.map(({ cluster_id, documents }) => `${cluster_id} ${documents}`)).toEqual(
      Array.from({ length: 10 }, (_, i) => `d0${i} 3`),
    );
  });

  it('does nothing where the result is there, and refuses another', async () => {
    const out = join(temporaryDirectory(), 'out');
    const settings = { method: 'exact' };
    await dedupCorpus({ ...run, settings }, out, { signal });
    const never: OpenCorpus = () => expect.unreachable();
    const again = { ...run, settings, corpus: never };
    expect((await dedupCorpus(again, out, { signal })).status).toBe('current');
    for (const other of [
      { ...again, drop: false },
      { ...again, settings: {} },
      { ...run, corpus: never },
    ]) {
      await expect(dedupCorpus(other, out, { signal })).rejects.toThrow(/holds the result of another/);
    }
    writeFileSync(join(out, 'dedup.json'), '{}');
    await expect(dedupCorpus(again, out, { signal })).rejects.toThrow(/dedup\.json: this file does not hold/);
    rmSync(join(out, 'dedup.json'));
    await expect(dedupCorpus(again, out, { signal })).rejects.toThrow(/not free/);
  });

  it('leaves nothing when it fails or is stopped, in every pass', async () => {
    const parent = temporaryDirectory();
    mkdirSync(join(parent, 'out'));
    const passes: string[] = [];
    await dedupCorpus(run, join(parent, 'all'), { signal, onProgress: (pass) => passes.push(pass) });
    rmSync(join(parent, 'all'), { recursive: true });
    expect(new Set(passes)).toEqual(new Set(['read', 'compare', 'write']));
    for (const stopAt of new Set(passes)) {
      const controller = new AbortController();
      const reason = new Error(stopAt);
      const onProgress = (pass: string): void => {
        if (pass === stopAt) controller.abort(reason);
      };
      const context = { signal: controller.signal, onProgress };
      const stopped = dedupCorpus(run, join(parent, 'out'), context);
      // The last batch may be written already.
      if (stopAt === 'write') await stopped.catch(() => undefined);
      else await expect(stopped).rejects.toBe(reason);
      if (stopAt !== 'write') expect(readdirSync(join(parent, 'out'))).toEqual([]);
      expect(readdirSync(parent)).toEqual(['out']);
    }
  });

  it('tells the total as soon as both corpora have been read', async () => {
    const seen: string[] = [];
    const against = openDocuments(documentsOf({ x: 'same' }));
    await dedupCorpus({ ...run, against }, join(temporaryDirectory(), 'out'), {
      signal,
      onProgress: (pass, documents, total) => seen.push(`${pass} ${documents} ${total}`),
    });
    expect(seen).toContain('read 1 undefined');
    expect(seen).toContain('compare 7 7');
    expect(seen.at(-1)).toBe('write 6 6');
  });

  it('says which directory is no result', () => {
    const directory = temporaryDirectory();
    expect(() => readDedupRecord(directory)).toThrow(/not a result of deduplication[\s\S]*no dedup\.json/);
    expect(() => readDedupRecord(join(directory, 'x'))).toThrow(/no such directory/);
    writeFileSync(join(directory, 'dedup.json'), '{"dedup": 2}');
    expect(() => readDedupRecord(directory)).toThrow(/what this version of Lethe writes/);
    writeFileSync(join(directory, 'dedup.json'), '{');
    expect(() => readDedupRecord(directory)).toThrow(/what this version of Lethe writes/);
  });
});
