import { LetheError } from '@lethe/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CorpusDocument, OpenCorpus } from '../../documents/corpus-document.js';
import type { ClusterRow } from '../method/dedup-method.js';
import { substringDedup } from './substring-dedup.js';
import type { SubstringOptions } from './substring-options.js';

const context = { signal: new AbortController().signal };

const toDocuments = (texts: Record<string, string>): CorpusDocument[] =>
  Object.entries(texts).map(([id, text]) => ({ id, text, source: 'test' }));

/** A corpus in batches of `size`, with an empty one in front. */
function open(documents: readonly CorpusDocument[], size = 3): OpenCorpus {
  return async function* () {
    yield [];
    for (let i = 0; i < documents.length; i += size) yield documents.slice(i, i + size);
  };
}

async function dedup(
  documents: readonly CorpusDocument[],
  options: SubstringOptions,
  against?: readonly CorpusDocument[],
  batchSize?: number,
): Promise<ClusterRow[]> {
  const rows: ClusterRow[] = [];
  const corpora = [open(documents, batchSize), against && open(against, batchSize)] as const;
  for await (const batch of substringDedup(...corpora, options, context)) rows.push(...batch);
  return rows;
}

function reduce(text: string, spans: readonly number[]): string {
  let kept = '';
  let from = 0;
  for (let i = 0; i < spans.length; i += 2) {
    kept += text.slice(from, spans[i]);
    from = spans[i + 1]!;
  }
  return kept + text.slice(from);
}

/** Single letters, so that a byte is a token and a string search is a search for tokens. */
const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 24 });
const corpora = fc.dictionary(fc.string({ unit: fc.constantFrom('x', 'y', 'z'), maxLength: 3 }), letters, {
  maxKeys: 6,
  noNullPrototype: true,
});
const lengths = fc.integer({ min: 1, max: 5 });

const windowsOf = (piece: string, n: number): string[] =>
  Array.from({ length: Math.max(0, piece.length - n + 1) }, (_, i) => piece.slice(i, i + n));

/** Text that is left, cut where something was removed. */
function keptPieces(text: string, spans: readonly number[]): string[] {
  const edges = [0, ...spans, text.length];
  return Array.from({ length: edges.length / 2 }, (_, i) => text.slice(edges[2 * i], edges[2 * i + 1]));
}

/** A second implementation by string search: spans by id. */
function naiveKeepOne(
  documents: CorpusDocument[],
  against: CorpusDocument[],
  n: number,
): Map<string, number[]> {
  const kept = against.map(({ text }) => text);
  const spans = new Map<string, number[]>();
  for (const { id, text } of [...documents].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const goes = new Array<boolean>(text.length).fill(false);
    let piece = '';
    for (let i = 0; i < text.length; i++) {
      const window = text.slice(i, i + n);
      if (window.length === n && [...kept, piece].some((other) => other.includes(window))) {
        goes.fill(true, i, i + n);
        kept.push(piece);
      }
      piece = goes[i] ? '' : piece + text[i];
    }
    kept.push(piece);
    spans.set(id, toSpans(goes));
  }
  return spans;
}

function naiveKeepNone(
  documents: CorpusDocument[],
  against: CorpusDocument[],
  n: number,
): Map<string, number[]> {
  const all = [...documents, ...against].flatMap(({ text }) => windowsOf(text, n));
  return new Map(
    documents.map(({ id, text }) => {
      const goes = new Array<boolean>(text.length).fill(false);
      windowsOf(text, n).forEach((window, i) => {
        if (all.filter((other) => other === window).length > 1) goes.fill(true, i, i + n);
      });
      return [id, toSpans(goes)];
    }),
  );
}

function toSpans(goes: readonly boolean[]): number[] {
  return [...goes.keys(), goes.length].filter((i) => (goes[i - 1] ?? false) !== (goes[i] ?? false));
}

describe('against a second implementation', () => {
  test.each(['one', 'none'] as const)('keep %s', async (keep) => {
    await fc.assert(
      fc.asyncProperty(corpora, corpora, lengths, async (texts, others, minLength) => {
        const [documents, against] = [toDocuments(texts), toDocuments(others)];
        const rows = await dedup(documents, { unit: 'bytes', minLength, keep }, against);
        const naive = (keep === 'one' ? naiveKeepOne : naiveKeepNone)(documents, against, minLength);
        expect(rows.map(({ doc_id, removed_spans }) => [doc_id, removed_spans])).toEqual(
          documents.map(({ id }) => [id, naive.get(id)]),
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe('what the method promises', () => {
  test('what was removed stands in kept text, which holds nothing twice', async () => {
    await fc.assert(
      fc.asyncProperty(corpora, corpora, lengths, fc.nat(4), async (texts, others, n, remaining) => {
        const documents = toDocuments(texts);
        const options = { unit: 'bytes', minLength: n, minRemaining: 1 + (remaining % n) } as const;
        const rows = await dedup(documents, options, toDocuments(others));
        const kept = rows.filter((row) => row.kept);
        const pieces = kept.flatMap((row) => keptPieces(texts[row.doc_id]!, row.removed_spans));
        const stands = (window: string): boolean =>
          [...pieces, ...Object.values(others)].some((piece) => piece.includes(window));
        // First promise; documents that were dropped whole count as removed, and took no only copy with them.
        for (const row of rows) {
          const spans = row.removed_spans;
          for (let i = 0; i < spans.length; i += 2) {
            const removed = texts[row.doc_id]!.slice(spans[i], spans[i + 1]);
            const starts = windowsOf(removed, n).flatMap((window, at) => (stands(window) ? [at] : []));
            for (const token of removed.split('').keys()) {
              expect(starts.some((at) => at <= token && token < at + n)).toBe(true);
            }
          }
          if (!row.kept) {
            expect(spans.length).toBeGreaterThan(0);
            expect(reduce(texts[row.doc_id]!, spans).length).toBeLessThan(options.minRemaining);
          }
        }
        // Second promise, up to copies that overlap.
        const places = new Map<string, { piece: number; at: number }>();
        pieces.forEach((text, piece) => {
          windowsOf(text, n).forEach((window, at) => {
            const before = places.get(window);
            if (before === undefined) places.set(window, { piece, at });
            else expect(before.piece === piece && at < before.at + n).toBe(true);
            expect(Object.values(others).some((other) => other.includes(window))).toBe(false);
          });
        });
      }),
      { numRuns: 500 },
    );
  });

  test('order of input, batches and the order of `against` change no row', async () => {
    const world = corpora.chain((texts) =>
      fc.tuple(
        fc.constant(toDocuments(texts)),
        fc.shuffledSubarray(toDocuments(texts), { minLength: Object.keys(texts).length }),
      ),
    );
    const modes = fc.record({
      unit: fc.constantFrom('bytes', 'words'),
      minLength: lengths,
      keep: fc.constantFrom('one', 'none'),
    });
    await fc.assert(
      fc.asyncProperty(world, world, modes, fc.integer({ min: 1, max: 7 }), async (a, b, options, size) => {
        const spaced = (list: CorpusDocument[]): CorpusDocument[] =>
          list.map((document) => ({ ...document, text: [...document.text].join(' ') }));
        const [documents, shuffled] = a.map(spaced) as [CorpusDocument[], CorpusDocument[]];
        const [against, shuffledAgainst] = b.map(spaced) as [CorpusDocument[], CorpusDocument[]];
        const rows = await dedup(documents, options, against);
        const others = await dedup(shuffled, options, shuffledAgainst, size);
        expect(others.map(({ doc_id }) => doc_id)).toEqual(shuffled.map(({ id }) => id));
        const byId = (list: ClusterRow[]) => new Map(list.map((row) => [row.doc_id, row]));
        expect(byId(others)).toEqual(byId(rows));
      }),
      { numRuns: 300 },
    );
  });

  test('the cluster is the document that holds the longest removed piece whole', async () => {
    await fc.assert(
      fc.asyncProperty(corpora, lengths, async (texts, n) => {
        const documents = toDocuments(texts);
        const rows = await dedup(documents, { unit: 'bytes', minLength: n });
        const rowOf = new Map(rows.map((row) => [row.doc_id, row]));
        for (const { doc_id, cluster_id, removed_spans } of rows) {
          if (removed_spans.length === 0) expect(cluster_id).toBe(doc_id);
          const keeper = rowOf.get(cluster_id)!;
          expect(keeper.kept || removed_spans.length === 0).toBe(true);
          if (removed_spans.length === 0) continue;
          const removed = removed_spans.flatMap((from, i) =>
            i % 2 === 0 ? windowsOf(texts[doc_id]!.slice(from, removed_spans[i + 1]), n) : [],
          );
          const pieces = keptPieces(texts[cluster_id]!, keeper.removed_spans);
          expect(removed.some((window) => pieces.some((piece) => piece.includes(window)))).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('by hand', () => {
  const texts = {
    b: 'Rain fell. The old mill by the river burned down in 1832. Nobody was hurt.',
    a: 'It was said that the old mill by the river burned down in 1832, alas.',
    c: 'The old mill by the river burned down in 1832.',
  };

  test('one copy stays, in the document with the smallest id', async () => {
    const rows = await dedup(toDocuments(texts), { minLength: 8 });
    expect(rows.map(({ doc_id, removed_spans }) => reduce(texts[doc_id as 'a'], removed_spans))).toEqual([
      'Rain fell. The . Nobody was hurt.',
      texts.a,
      'The .',
    ]);
    expect(rows.map(({ cluster_id, kept }) => [cluster_id, kept])).toEqual([
      ['a', true],
      ['a', true],
      ['a', true],
    ]);
  });

  test('no copy stays', async () => {
    const rows = await dedup(toDocuments(texts), { minLength: 8, keep: 'none' });
    expect(rows.map(({ doc_id, removed_spans }) => reduce(texts[doc_id as 'a'], removed_spans))).toEqual([
      'Rain fell. Nobody was hurt.',
      'It was said that the , alas.',
      '',
    ]);
    expect(rows.map(({ kept }) => kept)).toEqual([true, true, false]);
  });

  test('a document with too little left is dropped', async () => {
    const rows = await dedup(toDocuments(texts), { minLength: 8, minRemaining: 3 });
    expect(rows.map(({ kept }) => kept)).toEqual([true, true, false]);
  });

  test('no repeat crosses from one document into the next', async () => {
    const rows = await dedup(
      toDocuments({ a: 'one two', b: 'three four', c: 'one two three four', d: 'two three' }),
      { minLength: 3 },
    );
    expect(rows.flatMap((row) => row.removed_spans)).toEqual([]);
  });

  test('copies within a document', async () => {
    const [row] = await dedup(toDocuments({ a: 'p q r s t p q r u' }), { minLength: 3 });
    expect(row).toEqual({
      doc_id: 'a',
      cluster_id: 'a',
      kept: true,
      method: 'substring',
      estimated_similarity: null,
      true_similarity: null,
      removed_spans: [10, 16],
    });
  });

  test('empty corpora and empty documents', async () => {
    expect(await dedup([], {})).toEqual([]);
    const rows = await dedup(toDocuments({ a: '', b: '  ', c: 'word' }), { minLength: 1 });
    expect(rows.map(({ kept, removed_spans }) => [kept, removed_spans])).toEqual([
      [true, []],
      [true, []],
      [true, []],
    ]);
  });

  test('what stands in `against` goes, however often it is met there', async () => {
    const against = toDocuments({ z: 'x y z x y z', zz: 'x y z' });
    const rows = await dedup(toDocuments({ a: 'x y z' }), { minLength: 3 }, against);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ doc_id: 'a', cluster_id: 'z', kept: false, removed_spans: [0, 5] });
  });
});

describe('errors', () => {
  const two = toDocuments({ a: 'one two three', b: 'one two three' });

  test.each([
    [{ minLength: 0 }, /minLength.*out of range/],
    [{ minLength: 2.5 }, /minLength/],
    [{ minLength: 4, minRemaining: 5 }, /minRemaining[\s\S]*from 1 to 4/],
    [{ memoryLimit: -1 }, /memoryLimit/],
    [{ keep: 'both' as 'one' }, /'one' or 'none'/],
    [{ unit: 'lines' as 'words' }, /'words', 'bytes' or a tokenizer/],
    [{ memoryLimit: 1000 }, /memoryLimit.*too large[\s\S]*12 for each token[\s\S]*raise memoryLimit/],
  ] satisfies [SubstringOptions, RegExp][])('%j', async (options, message) => {
    const run = dedup(two, options);
    await expect(run).rejects.toThrow(LetheError);
    await expect(run).rejects.toThrow(message);
  });

  test('two documents with one id, in either corpus', async () => {
    await expect(dedup([two[0]!, two[0]!], {})).rejects.toThrow(/^corpus: two documents have the same id/);
    await expect(dedup(two, {}, [two[0]!, two[0]!])).rejects.toThrow(/^against: two documents/);
    expect(await dedup(two, { minLength: 3 }, two)).toHaveLength(2);
  });

  test('a corpus that changes between the passes', async () => {
    const changing = (second: CorpusDocument[]): OpenCorpus => {
      let pass = 0;
      return () => open(pass++ === 0 ? two : second)();
    };
    const run = async (second: CorpusDocument[]): Promise<void> => {
      for await (const _ of substringDedup(changing(second), undefined, { minLength: 2 }, context));
    };
    await run(two);
    await expect(run(two.slice(0, 1))).rejects.toThrow(/changed[\s\S]*found: +its end/);
    await expect(run([...two, { ...two[0]!, id: 'c' }])).rejects.toThrow(/changed[\s\S]*found: +c/);
    await expect(run([two[0]!, { ...two[1]!, text: 'one' }])).rejects.toThrow(/another text of b/);
  });
});

test('the event loop runs while suffixes are sorted, so an abort is heard then; progress is told', async () => {
  const controller = new AbortController();
  const passes = new Set<string>();
  const text = Array.from({ length: 1_500_000 }, (_, i) => `w${(i * i) % 997}`).join(' ');
  const onProgress = (pass: string): void => {
    if (pass === 'sort' && !passes.has(pass)) setImmediate(() => controller.abort(new Error('enough')));
    passes.add(pass);
  };
  const running = { signal: controller.signal, onProgress };
  const run = async (): Promise<void> => {
    for await (const _ of substringDedup(open(toDocuments({ a: text })), undefined, {}, running));
  };
  await expect(run()).rejects.toThrow('enough');
  expect([...passes].slice(0, 2)).toEqual(['read', 'sort']);
  expect(passes).not.toContain('write');
});
