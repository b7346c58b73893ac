import { createRandom } from '@lethe/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generateBackground } from '../../stage/worlds/generated/generate-background.js';
import type { CorpusDocument, OpenCorpus } from '../documents/corpus-document.js';
import { type Copy, type DuplicateOptions, duplicateCorpus, type Multiplied } from './duplicate-corpus.js';
import { wordedCorpus } from './worded-corpus.js';

const documents: CorpusDocument[] = Array.from({ length: 60 }, (_, i) => ({
  id: `doc-${i}`,
  text: `Document ${i} says that ${'number '.repeat(i % 7)}${i} is its number and nothing else is said here`,
  source: i % 2 === 0 ? 'even' : 'odd',
}));

/** A corpus in batches of the given size. */
const corpusOf = (list: readonly CorpusDocument[], size = list.length): OpenCorpus =>
  async function* () {
    for (let begin = 0; begin < list.length; begin += size) yield list.slice(begin, begin + size);
  };

async function multiply(open: OpenCorpus, options: DuplicateOptions) {
  const copies: Copy[] = [];
  const done: Multiplied[] = [];
  for await (const batch of duplicateCorpus(open, options)) {
    copies.push(...batch.copies);
    done.push(...batch.done);
  }
  return { copies, done };
}
const ids = (copies: readonly Copy[]): string[] => copies.map(({ document }) => document.id);

test('a factor: every document and its copies after it, with links to the original', async () => {
  const { copies, done } = await multiply(corpusOf(documents.slice(0, 2)), {
    law: { law: 'factor', factor: 3 },
  });
  expect(ids(copies)).toEqual([
    ...['doc-0', 'doc-0#copy-1', 'doc-0#copy-2'],
    ...['doc-1', 'doc-1#copy-1', 'doc-1#copy-2'],
  ]);
  expect(copies[4]).toEqual({
    document: { ...documents[1], id: 'doc-1#copy-1' },
    originalId: 'doc-1',
    copy: 1,
    form: 'exact',
    similarity: null,
    wording: null,
  });
  expect(done).toEqual([
    { id: 'doc-0', multiplicity: 3 },
    { id: 'doc-1', multiplicity: 3 },
  ]);
});

test('an exact total holds in a corpus of any size, whatever its order', async () => {
  const many = Array.from({ length: 9000 }, (_, i) => ({ id: `${i}`, text: 'a', source: '' }));
  const options: DuplicateOptions = { law: { law: 'zipf', exponent: 1, total: 20_000, minimum: 0 }, seed: 3 };
  const { copies, done } = await multiply(corpusOf(many, 500), options);
  expect(copies).toHaveLength(20_000);
  expect(done).toHaveLength(9000);
  const reversed = await multiply(corpusOf(many.toReversed(), 700), options);
  expect(new Map(reversed.done.map(({ id, multiplicity }) => [id, multiplicity]))).toEqual(
    new Map(done.map(({ id, multiplicity }) => [id, multiplicity])),
  );
});

test('multiplicity 0 leaves a document out', async () => {
  const law = { law: 'counts', counts: new Map([['doc-1', 2]]), otherwise: 0 } as const;
  const { copies, done } = await multiply(corpusOf(documents), { law });
  expect(ids(copies)).toEqual(['doc-1', 'doc-1#copy-1']);
  expect(done).toHaveLength(60);
});

test('many copies of one document come in several batches', async () => {
  const sizes: number[] = [];
  const options = { law: { law: 'factor', factor: 10_000 } } as const;
  for await (const { copies } of duplicateCorpus(corpusOf(documents.slice(0, 1)), options)) {
    sizes.push(copies.length);
  }
  expect(sizes).toEqual([4096, 4096, 1808]);
});

const options: DuplicateOptions[] = [
  { law: { law: 'zipf', exponent: 1, total: 500 }, seed: 4 },
  { law: { law: 'log-normal', sigma: 1, mean: 3 }, seed: 4, totals: 'expected' },
  { law: { law: 'zeta', exponent: 2, maximum: 20 }, seed: 4 },
  {
    law: { law: 'factor', factor: 2 },
    seed: 4,
    copies: { form: 'near', jaccard: 0.6, share: 0.5, shingleSize: 2 },
  },
];

describe('the result', () => {
  test.each(options)('of %j does not depend on the order or the batches of the corpus', async (option) => {
    const byId = ({ copies }: { copies: Copy[] }) => new Map(copies.map((copy) => [copy.document.id, copy]));
    const expected = byId(await multiply(corpusOf(documents), option));
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 1, max: 60 }), async (seed, size) => {
        const shuffled = createRandom(seed >>> 0, 'test').shuffle([...documents]);
        expect(byId(await multiply(corpusOf(shuffled, size), option))).toEqual(expected);
      }),
      { numRuns: 8 },
    );
  });

  test('depends on the seed', async () => {
    const option = options[0]!;
    const { done } = await multiply(corpusOf(documents), option);
    expect((await multiply(corpusOf(documents), { ...option, seed: 5 })).done).not.toEqual(done);
    expect((await multiply(corpusOf(documents), option)).done).toEqual(done);
  });

  test('in expectation, a document keeps its multiplicity when others come or go', async () => {
    const option = options[1]!;
    const of = async (list: CorpusDocument[]) =>
      new Map(
        (await multiply(corpusOf(list), option)).done.map(({ id, multiplicity }) => [id, multiplicity]),
      );
    const all = await of(documents);
    for (const [id, multiplicity] of await of(documents.slice(20))) expect(all.get(id)).toBe(multiplicity);
  });
});

test('exact totals are exact, and every rank is given once', async () => {
  const { done } = await multiply(corpusOf(documents, 7), { law: { law: 'zipf', exponent: 1, maximum: 60 } });
  const sorted = done.map(({ multiplicity }) => multiplicity).sort((a, b) => b - a);
  expect(sorted).toEqual(Array.from({ length: 60 }, (_, i) => Math.max(1, Math.round(60 / (i + 1)))));
  const total = await multiply(corpusOf(documents, 7), options[0]!);
  expect(total.copies).toHaveLength(500);
});

test('near-duplicates: their share, and the similarity that was measured', async () => {
  const background = generateBackground(200, 3).map(({ id, text }) => ({ id, text, source: 's' }));
  const near = { form: 'near', jaccard: 0.75, share: 0.3, tolerance: 0.05 } as const;
  const { copies } = await multiply(corpusOf(background), {
    law: { law: 'factor', factor: 6 },
    copies: near,
  });
  const made = copies.filter(({ form }) => form === 'near');
  // 1,000 copies at 0.3: five standard deviations are 0.0725.
  expect(Math.abs(made.length / 1000 - 0.3)).toBeLessThan(0.0725);
  const texts = new Map(background.map(({ id, text }) => [id, text]));
  for (const { document, originalId, similarity, copy } of made) {
    expect(copy).toBeGreaterThan(0);
    expect(document.text === texts.get(originalId)).toBe(similarity === 1);
  }
  const close = made.filter(({ similarity }) => Math.abs(similarity! - 0.75) <= 0.05);
  expect(close.length / made.length).toBeGreaterThan(0.8);
  // Copies of one document are not copies of each other.
  const different = new Set(made.map(({ document }) => document.text));
  expect(different.size).toBeGreaterThan(0.98 * made.length);
});

describe('wordings', () => {
  const fact = (id: string, variants: string[]) => ({ fact_id: id, text: `${id} text`, variants });
  const { open, wordings } = wordedCorpus([fact('a', ['a one', 'a two']), fact('b', [])], 'facts');
  const copies = { form: 'wordings', wordings } as const;
  const view = (found: Copy[]) => found.map(({ document, form, wording }) => [document.text, form, wording]);

  test('come in turn, then the text again', async () => {
    const found = await multiply(open, { law: { law: 'factor', factor: 4 }, copies });
    expect(view(found.copies)).toEqual([
      ['a text', 'original', 0],
      ['a one', 'wording', 1],
      ['a two', 'wording', 2],
      ['a text', 'exact', 0],
      ['b text', 'original', 0],
      ...Array(3).fill(['b text', 'exact', 0]),
    ]);
  });

  test('once each, as a paraphrase set', async () => {
    const found = await multiply(open, { law: { law: 'per-wording' }, copies });
    expect(view(found.copies).map(([text]) => text)).toEqual(['a text', 'a one', 'a two', 'b text']);
    await expect(multiply(open, { law: { law: 'per-wording' } })).rejects.toThrow(/wordings/);
    const none = { form: 'wordings', wordings: new Map() } as const;
    await expect(multiply(open, { law: { law: 'factor', factor: 1 }, copies: none })).rejects.toThrow(/"a"/);
  });
});

describe('what is refused', () => {
  test('counts that miss a document, or name one that is not there', async () => {
    const counts = new Map([['doc-0', 2]]);
    const run = (law: DuplicateOptions['law']) => multiply(corpusOf(documents.slice(0, 2)), { law });
    await expect(run({ law: 'counts', counts })).rejects.toThrow(/no count[\s\S]*"doc-1"/);
    counts.set('ghost', 1);
    await expect(run({ law: 'counts', counts, otherwise: 1 })).rejects.toThrow(/1 such ids: ghost/);
  });

  test('a corpus of copies', async () => {
    const copy = [{ ...documents[0]!, id: 'doc-0#copy-1' }];
    const run = multiply(corpusOf(copy), { law: { law: 'factor', factor: 2 } });
    await expect(run).rejects.toThrow(/already holds copies/);
  });

  test('a total that the bounds do not allow', async () => {
    const law = { law: 'zipf', exponent: 1, total: 10 } as const;
    await expect(multiply(corpusOf(documents), { law })).rejects.toThrow(/60 to/);
  });

  test('work that is aborted from outside while one document is copied on and on', async () => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(new Error('stop')), 100);
    const run = async () => {
      const law = { law: 'factor', factor: 2 ** 31 - 1 } as const;
      for await (const _ of duplicateCorpus(corpusOf(documents), { law }, { signal: abort.signal }));
    };
    await expect(run()).rejects.toThrow('stop');
  });

  test('work that was aborted', async () => {
    const abort = new AbortController();
    const run = async () => {
      const law = { law: 'factor', factor: 5000 } as const;
      for await (const _ of duplicateCorpus(corpusOf(documents), { law }, { signal: abort.signal })) {
        abort.abort(new Error('stop'));
      }
    };
    await expect(run()).rejects.toThrow('stop');
  });
});
