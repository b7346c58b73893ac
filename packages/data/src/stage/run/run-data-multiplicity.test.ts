import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { corpus, evaluationCorpus, evaluationSequences, readRows } from '@lethe/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { duplicateCorpus } from '../../corpus/duplicate/duplicate-corpus.js';
import {
  createShingleSimilarity,
  resolveNearDuplicateOptions,
} from '../../corpus/duplicate/near-duplicate.js';
import { formatSections } from '../../corpus/statistics/format-sections.js';
import { openDocuments } from '../../testing/open-documents.js';
import { multiplicitySections } from '../describe/describe-background.js';
import { dataSpec } from '../options/data.js';
import { generateBackground } from '../worlds/generated/generate-background.js';
import type { SeenPart } from './measure-background.js';
import { runData } from './run-data.js';

const root = mkdtempSync(join(tmpdir(), 'lethe-multiplicity-'));
afterAll(() => rmSync(root, { recursive: true }));

const near = { form: 'near', jaccard: 0.85 } as const;
const zipf = { law: 'zipf', exponent: 1, mean: 4, copies: near } as const;
const minhash = { method: 'minhash', threshold: 0.7 } as const;
const base = {
  ...{ seed: 5, facts: { source: 'generated', scenarios: { once: 2, control: 2 } } },
  ...{ tokenizer: { type: 'bytes' }, sequenceLength: 256 },
  order: { steps: 20, batchSize: 4, injection: { start: 2, count: 1 } },
};

let runs = 0;
async function stageOf(config: object) {
  const out = join(root, String(runs++));
  mkdirSync(out);
  const lines: string[] = [];
  const context = { out, log: (line: string) => lines.push(line), signal: new AbortController().signal };
  const stage = { config: dataSpec.parse({ ...base, ...config }), baseDirectory: root };
  const result = await runData(stage, context);
  expect(readdirSync(out).filter((name) => !/\.(arrow|json)$/.test(name))).toEqual([]);
  const [part] = (result?.summary?.background ?? []) as unknown as SeenPart[];
  return { out, lines, part, documents: await readRows(out, corpus) };
}
const generated = (options: object, documents = 160) => ({
  background: { source: 'generated', documents, ...options },
});
const isCopy = ({ id }: { id: string }): boolean => id.includes('#copy-');
const ids = (documents: readonly { id: string }[]): string[] => documents.map(({ id }) => id).sort();

describe('a source that is multiplied', () => {
  test('has the copies that the operation on its documents makes', async () => {
    const { documents, part, lines } = await stageOf(generated({ duplicate: zipf }, 50));
    const { copies, ...law } = zipf;
    const expected: unknown[] = [];
    const open = openDocuments(generateBackground(50, 5));
    for await (const batch of duplicateCorpus(open, { law, copies, seed: 5 })) {
      expected.push(...batch.copies.map(({ document }) => document));
    }
    expect(documents).toEqual(expected);
    expect(part!.multiplicity!.duplicated).toMatchObject({
      law: 'zipf',
      statistics: { documents: 50, copies: 200 },
      copiesByForm: { near: 150 },
      near: { target: 0.85 },
    });
    const { left, deduplicated } = part!.multiplicity!;
    expect(left).toMatchObject(part!.multiplicity!.duplicated!.statistics);
    expect(deduplicated).toBe(null);
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^background generated: 50 documents as 200 by the law zipf, as varied as [\d.]+ /,
      ),
    );
  });

  test('after deduplication has the originals, which the order repeats', async () => {
    const { documents, part, lines } = await stageOf(generated({ duplicate: zipf, dedup: minhash }));
    expect(ids(documents)).toEqual(ids(generateBackground(160, 5)));
    expect(part!.multiplicity!.deduplicated).toMatchObject({ documents: 640, kept: 160, refilled: 0 });
    expect(part!.multiplicity!.left).toMatchObject({ documents: 160, histogram: { 1: 160 } });
    expect(part!.multiplicity!.left.effectiveDocuments).toBeCloseTo(160, 9);
    expect(lines).toContainEqual(
      expect.stringMatching(/minhash: 480 of 640 documents removed; what is left/),
    );
  });

  test('or other documents in the place of the copies, none of them a duplicate', async () => {
    const take = { take: 40, duplicate: { ...zipf, copies: { form: 'exact' } } };
    // As many documents in both: the towns of the generated articles depend on their number.
    const raw = await stageOf(generated(take, 161));
    const refill = await stageOf(
      generated({ ...take, dedup: { method: 'exact', afterwards: 'refill' } }, 161),
    );
    expect([raw.documents.length, refill.documents.length]).toEqual([160, 160]);
    const originals = raw.documents.filter((document) => !isCopy(document));
    expect(originals).toHaveLength(40);
    // The first documents are those of the raw corpus, in its order; all are different ones.
    expect(refill.documents.slice(0, 40)).toEqual(originals);
    expect(new Set(refill.documents.map(({ text }) => text)).size).toBe(160);
    expect(refill.part!.multiplicity!.deduplicated).toEqual({
      ...{ method: 'exact', documents: 160, kept: 40, cut: 0, refilled: 120 },
      clusters: expect.any(Number),
    });
    const few = stageOf(generated({ ...take, dedup: { method: 'exact', afterwards: 'refill' } }, 150));
    await expect(few).rejects.toThrow(/too few further documents[\s\S]*expected: 120[\s\S]*found: +110/);
  });

  test('takes documents by their ids, whatever their order, fewer among more', async () => {
    const texts = generateBackground(60, 9).map(({ text }, i) => JSON.stringify({ id: `d${i}`, text }));
    writeFileSync(join(root, 'a.jsonl'), texts.join('\n'));
    writeFileSync(join(root, 'b.jsonl'), texts.toReversed().join('\n'));
    const takenOf = async (file: string, take: number): Promise<string[]> =>
      ids((await stageOf({ background: { source: 'corpus', locations: [{ path: file }], take } })).documents);
    const many = await takenOf('a.jsonl', 30);
    expect(many).toHaveLength(30);
    expect(await takenOf('b.jsonl', 30)).toEqual(many);
    const few = await takenOf('b.jsonl', 10);
    expect(few.filter((id) => many.includes(id))).toHaveLength(10);
    await expect(takenOf('a.jsonl', 61)).rejects.toThrow(
      /background\.take: the source has fewer documents[\s\S]*at most 60/,
    );
  });

  test('is held out before it is multiplied: the same texts, whatever is done to the others', async () => {
    const common = { take: 60, duplicate: { ...zipf, copies: { form: 'exact' } } };
    const arms = [
      common,
      { ...common, dedup: { method: 'exact' } },
      { ...common, dedup: { method: 'exact', afterwards: 'refill' } },
    ];
    const evaluation = { source: 'held-out', oneIn: 10 };
    const found = [];
    for (const arm of arms) found.push(await stageOf({ ...generated(arm, 320), evaluation }));
    for (const { out, documents } of found) {
      const held = await readRows(out, evaluationCorpus);
      expect(held).toHaveLength(6);
      expect(held).toEqual(await readRows(found[0]!.out, evaluationCorpus));
      expect(await readRows(out, evaluationSequences)).toEqual(
        await readRows(found[0]!.out, evaluationSequences),
      );
      const texts = new Set(held.map(({ text }) => text));
      expect(documents.filter(({ text }) => texts.has(text))).toEqual([]);
    }
    expect(found.map(({ documents }) => documents.length)).toEqual([216, 54, 216]);
  });

  test('leaves the tokenizer as it is', async () => {
    const tokenizer = { type: 'byte-bpe', vocabSize: 400 };
    const files: string[] = [];
    for (const seed of [1, 5]) {
      for (const options of [{}, { duplicate: zipf }, { duplicate: zipf, dedup: minhash }]) {
        const { out } = await stageOf({ ...generated(options, 60), seed, tokenizer });
        files.push(readFileSync(join(out, 'tokenizer.json'), 'utf8'));
      }
    }
    expect(new Set(files).size).toBe(1);
  });

  test('in a mixture keeps its name and has questions beside its copies', async () => {
    const people = { source: 'biographies', scenarios: { background: 12, control: 4 }, trainFraction: 0.5 };
    const { documents } = await stageOf({
      facts: people,
      background: [
        {
          ...{ source: 'world', name: 'people', share: 0.5, copies: 1, questionShare: 0.5 },
          duplicate: { law: 'factor', factor: 3 },
        },
        { source: 'generated', share: 0.5, documents: 20, duplicate: { law: 'factor', factor: 2 } },
      ],
    });
    const of = (source: string) => documents.filter((document) => document.source === source);
    expect(ids(of('generated')).slice(0, 2)).toEqual([
      'generated/generated-0',
      'generated/generated-0#copy-1',
    ]);
    const [asked, told] = [true, false].map((isQuestion) =>
      of('people').filter(({ id }) => id.startsWith('question/') === isQuestion),
    );
    expect([told!.length, asked!.length]).toEqual([36, 36]);
    expect(asked!.filter(isCopy)).toEqual([]);
  });

  test('may be deduplicated by any method', async () => {
    writeFileSync(
      join(root, 'lines.txt'),
      Array.from({ length: 12 }, (_, i) => `Read our terms of use, all of you.\nThis is page ${i}.`).join(
        '\n\n',
      ),
    );
    const text = { source: 'text', locations: [{ path: 'lines.txt' }] };
    const order = { ...base.order, steps: 3, batchSize: 2 };
    const { documents } = await stageOf({
      ...{ order, sequenceLength: 64, facts: { source: 'generated', scenarios: {} } },
      background: { ...text, dedup: { method: 'line' } },
    });
    expect(documents.filter((document) => document.text.startsWith('Read our terms'))).toHaveLength(1);
    expect(documents).toHaveLength(12);
  });
});

describe('facts that are told among the documents of a source', () => {
  const scenarios = { m1: 3, m4: 3, m16: 2, control: 4 };
  const plans = { m1: 'mentioned', m4: 'mentioned', m16: 'mentioned' };
  const config = (options: object, more: object = {}) => ({
    facts: { source: 'generated', scenarios },
    background: { source: 'generated', documents: 90, ...options },
    packing: 'documents',
    sequenceLength: 1100,
    order: { steps: 60, batchSize: 5, injection: { start: 0, count: 1, scenarios: plans } },
    ...more,
  });
  const duplicate = { ...zipf, mean: 2, facts: { m1: 1, m4: 4, m16: 16 } };
  let arms: Awaited<ReturnType<typeof stageOf>>[];
  const metOf = async ({ out }: { out: string }) => {
    const { backgroundEncounters, facts } = await import('@lethe/contracts');
    const met = new Map(
      (await readRows(out, backgroundEncounters)).map((row) => [row.fact_id, row.steps.length]),
    );
    return (await readRows(out, facts)).map(({ fact_id, scenario }) => ({
      ...{ fact_id, scenario },
      encounters: met.get(fact_id) ?? 0,
    }));
  };
  beforeAll(async () => {
    arms = [
      await stageOf(config({ duplicate })),
      await stageOf(config({ duplicate, dedup: minhash })),
      await stageOf(
        config({ documents: 300, take: 90, duplicate, dedup: { ...minhash, afterwards: 'refill' } }),
      ),
    ];
  });

  test('stand in as many near-duplicates as their scenario says', async () => {
    const [raw] = arms;
    const facts = await metOf(raw!);
    const similarity = createShingleSimilarity(resolveNearDuplicateOptions(near).shingling);
    for (const { fact_id, scenario } of facts) {
      const told = raw!.documents.filter(({ id }) => id.split('#')[0] === `told/${fact_id}`);
      expect(told).toHaveLength({ m1: 1, m4: 4, m16: 16, control: 0 }[scenario]!);
      if (told.length === 0) continue;
      similarity.compareWith(told[0]!.text);
      for (const { text } of told.slice(1)) expect(similarity.to(text)).toBeCloseTo(0.85, 1);
    }
    expect(raw!.part!.multiplicity!.told).toEqual({
      m1: { facts: 3, copies: 1 },
      m4: { facts: 3, copies: 4 },
      m16: { facts: 2, copies: 16 },
    });
    expect(raw!.lines).toContainEqual(expect.stringMatching(/facts told: 3 m1 in 1 each, 3 m4 in 4 each/));
  });

  test('are met in proportion, after deduplication all alike, in the scenarios that they had', async () => {
    const [raw, collapse, refill] = await Promise.all(arms.map(metOf));
    const scenarioOf = (facts: typeof raw) => facts!.map(({ fact_id, scenario }) => `${fact_id} ${scenario}`);
    expect(scenarioOf(collapse)).toEqual(scenarioOf(raw));
    expect(scenarioOf(refill)).toEqual(scenarioOf(raw));
    // 300 rows of 180 + 47 documents, of 90 + 8, and again of as many as the first.
    const passes = [300 / 227, 300 / 98, 300 / 227];
    for (const [arm, facts] of [raw, collapse, refill].entries()) {
      for (const { scenario, encounters } of facts!) {
        const copies = { m1: 1, m4: 4, m16: 16, control: 0 }[scenario]!;
        const documents = arm === 0 ? copies : Math.min(copies, 1);
        expect(encounters).toBeGreaterThanOrEqual(Math.floor(passes[arm]!) * documents);
        expect(encounters).toBeLessThanOrEqual(Math.ceil(passes[arm]!) * documents);
      }
    }
    expect(arms.map(({ documents }) => documents.length)).toEqual([227, 98, 227]);
  });

  test('are described with what was done to the others', () => {
    const [raw, , refill] = arms.map(({ part }) => formatSections(multiplicitySections([part!])));
    expect(raw).toMatch(/multiplied +into[\s\S]*generated +90 +180 +[\d.]+ +- +- +98 +[\d.]+\n/);
    expect(raw).toMatch(/documents of each\n +m1 +3 +1\n +m4 +3 +4\n +m16 +2 +16$/);
    expect(refill).toMatch(/generated +90 +180 +[\d.]+ +129 +129 +227 +227/);
  });

  test('may come in other words, in a world each text too', async () => {
    const wordings = { law: 'factor', factor: 1, copies: { form: 'wordings' }, facts: { m4: 4 } };
    const told = {
      order: { ...config({}).order, injection: { start: 0, count: 1, scenarios: { ...plans, m4: 'told' } } },
    };
    const { documents } = await stageOf(config({ duplicate: wordings }, told));
    const copies = documents.filter(({ id }) => id.startsWith('told/'));
    expect(copies).toHaveLength(12);
    expect(new Set(copies.map(({ text }) => text)).size).toBe(12);
    const twice = config({ duplicate: { ...wordings, factor: 2 } }, told);
    await expect(stageOf(twice)).rejects.toThrow(/no other wordings[\s\S]*source world/);
    const world = { source: 'world', facts: { source: 'generated', count: 5 }, copies: 0.1 };
    const own = await stageOf({ ...twice, background: { ...world, duplicate: { ...wordings, factor: 3 } } });
    const others = own.documents.filter(({ id }) => !id.startsWith('told/'));
    expect(others).toHaveLength(15);
    expect(new Set(others.map(({ text }) => text)).size).toBe(15);
  });

  test('belong to a scenario that is followed and has facts', async () => {
    const refuse = (facts: object, injection: object = { start: 0, count: 1, scenarios: plans }): string => {
      const order = { steps: 60, batchSize: 5, injection };
      const parsed = dataSpec.safeParse({
        ...{ ...base, ...config({ duplicate: { ...duplicate, facts } }) },
        ...{ facts: { source: 'generated', scenarios: { once: 2 } }, order },
      });
      return JSON.stringify(parsed.error?.issues.map(({ path, message }) => [path.join('.'), message]));
    };
    const followed = { start: 0, count: 1, scenarios: { m4: 'told', background: 'told' } };
    expect(refuse({ once: 3 })).toMatch(/background\.duplicate\.facts\.once.*told or mentioned, found once/);
    expect(refuse({ background: 3 }, followed)).toMatch(/source world tells/);
    expect(refuse({ m4: 3 }, followed)).toMatch(/mentioned in order\.injection\.scenarios\.m4, found told/);
    expect(refuse({ m4: 1 }, followed)).toBe(undefined);
    const nobody = stageOf(
      config(
        { duplicate: { ...duplicate, facts: { m1: 1 } } },
        { facts: { source: 'generated', scenarios: { control: 2 } } },
      ),
    );
    await expect(nobody).rejects.toThrow(/no fact has scenario "m\d+"/);
  });
});

test.each([0, 20, 60])('an abort after %d ms leaves no intermediate results', async (wait) => {
  const out = join(root, String(runs++));
  mkdirSync(out);
  const stop = new AbortController();
  const log = (line: string): void => {
    if (line.startsWith('facts')) setTimeout(() => stop.abort(new Error('stop')), wait);
  };
  const many = { ...zipf, mean: 40 };
  const config = dataSpec.parse({ ...base, ...generated({ duplicate: many, dedup: minhash }, 400) });
  await expect(runData({ config, baseDirectory: root }, { out, log, signal: stop.signal })).rejects.toThrow(
    'stop',
  );
  expect(readdirSync(out).filter((name) => !/\.arrow$/.test(name))).toEqual([]);
});

test.each([
  [{ dedup: { method: 'minhash', afterwards: 'refill' } }, /needs take/],
  [{ dedup: { method: 'substring', unit: 'tokens' } }, /a tokenizer go together/],
  [{ dedup: { method: 'minhash', threads: 2 } }, /threads/],
  [{ dedup: { method: 'minhash', threshold: 2 } }, /threshold/],
  [{ duplicate: { law: 'counts', counts: {} } }, /law/],
  [{ duplicate: { law: 'zipf', exponent: 1 } }, /a maximum, a total or a mean/],
  [{ duplicate: { ...zipf, copies: { form: 'near' } } }, /jaccard/],
  [{ take: 0 }, /take/],
])('%j is refused', (options, message) => {
  const parsed = dataSpec.safeParse({ ...base, ...generated(options) });
  expect(JSON.stringify(parsed.error?.issues)).toMatch(message);
});
