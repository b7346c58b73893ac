import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  corpus,
  dataContract,
  evaluationCorpus,
  evaluationSequences,
  facts,
  order,
  probes,
  readRows,
  runStage,
  sequences,
} from '@lethe/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeDataStage } from '../describe/describe-data-stage.js';
import { formatDescription } from '../describe/format-description.js';
import { dataSpec } from '../options/data.js';
import type { SeenPart } from './measure-background.js';
import { runData } from './run-data.js';

const root = mkdtempSync(join(tmpdir(), 'lethe-mixture-'));
afterAll(() => rmSync(root, { recursive: true }));

/** Biographies, passages about other facts in the wordings of texts and probes, and a few notes from a file. */
const persons = {
  ...{ source: 'world', name: 'persons', share: 0.75 },
  facts: { source: 'biographies', count: 220 },
};
const passages = {
  ...{ source: 'world', name: 'passages', share: 0.2 },
  facts: { source: 'generated', count: 30 },
  probeWordings: { semantic: 0.2, composition: 0.1 },
};
const notes = { source: 'text', name: 'notes', share: 0.05, locations: [{ path: 'notes.txt' }] };

const mixture = {
  seed: 4,
  facts: { source: 'generated', scenarios: { duplication: 4, control: 4 } },
  background: [persons, passages, notes],
  evaluation: { source: 'held-out', oneIn: 8 },
  tokenizer: { type: 'byte-bpe', vocabSize: 400 },
  sequenceLength: 64,
  order: { steps: 200, batchSize: 8, injection: { start: 60, interval: 10, count: 4, row: 'random' } },
};

let runs = 0;
async function run(config: object, lines: string[] = []) {
  const out = join(root, `out-${runs++}`);
  mkdirSync(out);
  const parsed = dataSpec.parse({ ...mixture, ...config });
  const { manifest } = await runStage(
    {
      ...{ stage: dataContract, out, config: parsed, seed: parsed.seed, settings: {}, inputs: [] },
      producer: { name: '@lethe/data', version: '0', fingerprint: '0' },
    },
    () =>
      runData(
        { config: parsed, baseDirectory: root },
        { out, log: (line) => lines.push(line), signal: new AbortController().signal },
      ),
  );
  return { out, background: manifest.summary?.background as unknown as SeenPart[] };
}

/** Which part each row of a table of sequences is of, by its documents. */
async function partsOfRows(
  out: string,
  rows: typeof sequences | typeof evaluationSequences = sequences,
  documents: typeof corpus | typeof evaluationCorpus = corpus,
): Promise<string[]> {
  const sourceOf = new Map((await readRows(out, documents)).map(({ id, source }) => [id, source]));
  return (await readRows(out, rows)).map(({ document_ids }) => {
    const found = new Set(document_ids.map((id) => sourceOf.get(id)));
    expect(found.size).toBe(1);
    return [...found][0]!;
  });
}

describe('a mixture of three sources', () => {
  let out: string;
  let background: SeenPart[];
  const lines: string[] = [];
  beforeAll(async () => {
    const texts = Array.from({ length: 16 }, (_, i) => `Note ${i}: ${'the weather was fair. '.repeat(12)}`);
    writeFileSync(join(root, 'notes.txt'), texts.join('\n\n'));
    ({ out, background } = await run({}, lines));
  });

  test('gives each its share of the rows in every part of training', async () => {
    const parts = await partsOfRows(out);
    const seen = (await readRows(out, order)).map(({ sequence }) => parts[sequence]!);
    expect(seen).toHaveLength(1600);
    for (const { name, share } of [persons, passages, notes]) {
      for (let begin = 0; begin < 1600; begin += 320) {
        const count = seen.slice(begin, begin + 320).filter((part) => part === name).length;
        expect(Math.abs(count - 320 * share)).toBeLessThan(2.5);
      }
    }
  });

  test('reports what training sees of each: before, during and after the injections', async () => {
    const parts = await partsOfRows(out);
    const rows = await readRows(out, order);
    expect(background.map(({ name }) => name)).toEqual(['notes', 'passages', 'persons']);
    const between = (name: string, from: number, to: number): number => {
      const stretch = rows.filter(({ step }) => step >= from && step < to);
      return stretch.filter(({ sequence }) => parts[sequence] === name).length / stretch.length;
    };
    for (const part of background) {
      const own = parts.filter((name) => name === part.name).length;
      expect(part).toMatchObject({ sequences: own, firstSequence: parts.indexOf(part.name) });
      expect(part.passes).toBeCloseTo(part.rows / own, 12);
      expect(part.share).toEqual({
        asked: { persons: 0.75, passages: 0.2, notes: 0.05 }[part.name],
        seen: between(part.name, 0, 200),
        beforeInjections: between(part.name, 0, 60),
        duringInjections: between(part.name, 60, 91),
        afterInjections: between(part.name, 91, 200),
      });
      expect(part.documents).toBe((await readRows(out, corpus)).filter((d) => d.source === part.name).length);
    }
    const [few] = background;
    expect(few!.passes).toBeGreaterThan(2);
    expect(lines).toContainEqual(expect.stringMatching(/^background notes: 5\.00 % .*\d passes$/));
    const statistics = await describeDataStage(out);
    expect(statistics.background).toEqual(background);
    expect(formatDescription(statistics)).toMatch(/Background; shares[\s\S]*notes +14 [\s\S]*5\.00 %/);
  });

  test('repeats a small source as often as its share needs, in another order each time', async () => {
    const parts = await partsOfRows(out);
    const shown = (await readRows(out, order)).map(({ sequence }) => sequence);
    const notesShown = shown.filter((sequence) => parts[sequence] === 'notes');
    const own = parts.filter((name) => name === 'notes').length;
    const passes = Math.floor(notesShown.length / own);
    for (let pass = 0; pass < passes; pass++) {
      expect(new Set(notesShown.slice(pass * own, (pass + 1) * own)).size).toBe(own);
    }
  });

  test('holds documents of every source out, and mixes their rows in the same shares', async () => {
    const held = await readRows(out, evaluationCorpus);
    const trained = new Set((await readRows(out, corpus)).map(({ id }) => id));
    expect(held.filter(({ id }) => trained.has(id))).toEqual([]);
    expect(held.filter(({ source }) => source === 'notes')).toHaveLength(2);
    const parts = await partsOfRows(out, evaluationSequences, evaluationCorpus);
    expect(parts.length).toBeGreaterThan(40);
    for (const { name, share } of [persons, passages, notes]) {
      const count = parts.filter((part) => part === name).length;
      expect(Math.abs(count - parts.length * share)).toBeLessThan(2.2);
    }
  });

  test('has unique ids, and names no fact of the experiment among its documents', async () => {
    const documents = await readRows(out, corpus);
    expect(new Set(documents.map(({ id }) => id)).size).toBe(documents.length);
    const told = await readRows(out, facts);
    expect(told.map(({ scenario }) => scenario).sort()).toEqual([
      ...Array(4).fill('control'),
      ...Array(4).fill('duplication'),
    ]);
    const text = documents.map((document) => document.text).join('\n');
    const words = new Set(text.match(/\p{L}+/gu));
    expect(told.filter(({ subject }) => words.has(subject!))).toEqual([]);
    expect((await readRows(out, probes)).length).toBe(8 * 13);
  });

  test('says passages in the wordings of probes, as often as asked for', async () => {
    const all = [...(await readRows(out, corpus)), ...(await readRows(out, evaluationCorpus))];
    const told = all.filter(({ source }) => source === 'passages');
    const ofDepth = (depth: string) =>
      told.filter(({ id }) => id.includes(`/${depth}-`)).length / told.length;
    expect(ofDepth('semantic')).toBeCloseTo(0.2, 2);
    expect(ofDepth('composition')).toBeCloseTo(0.1, 2);
    // A prompt of the experiment's probes up to its subject begins sentences of the background.
    const asked = (await readRows(out, probes)).filter(({ depth }) => depth === 'semantic');
    const texts = told.map(({ text }) => text).join(' ');
    const known = asked.filter(({ prompt }) => texts.includes(prompt.split(' ').slice(0, 3).join(' ')));
    expect(known.length / asked.length).toBeGreaterThan(0.9);
  });

  test('is the same in whichever order the sources are listed, and another for another seed', async () => {
    const { out: again } = await run({ background: [notes, persons, passages] });
    const { out: other } = await run({ seed: 5 });
    for (const table of ['corpus', 'sequences', 'order', 'evaluation_sequences', 'probes']) {
      const bytes = (directory: string) => readFileSync(join(directory, `${table}.arrow`));
      expect(bytes(again).equals(bytes(out)), table).toBe(true);
      expect(bytes(other).equals(bytes(out)), table).toBe(false);
    }
  });
});

test('articles, files, the facts of the experiment and their questions, each in a row of its own', async () => {
  writeFileSync(join(root, 'a.jsonl'), '{"id":"question/x","text":"a line of a file"}\n');
  const { out, background } = await run({
    facts: {
      ...{ source: 'biographies', scenarios: { background: 30, control: 4 }, trainFraction: 0.5 },
      probed: { background: 3 },
    },
    background: [
      { source: 'generated', documents: 20, share: 0.25 },
      { source: 'corpus', locations: [{ path: 'a.jsonl' }], share: 0.25 },
      { source: 'world', share: 0.25 },
      { source: 'questions', share: 0.25 },
    ],
    ...{ evaluation: undefined, tokenizer: { type: 'bytes' }, packing: 'documents', sequenceLength: 1024 },
    order: { steps: 32, batchSize: 8, injection: { start: 0, count: 1 } },
  });
  expect(background.map(({ name, rows }) => [name, rows])).toEqual(
    ['corpus', 'generated', 'questions', 'world'].map((name) => [name, 64]),
  );
  expect(background[0]!.passes).toBe(64);
  const asked = await readRows(out, probes);
  expect(new Set(asked.map(({ fact_id }) => fact_id)).size).toBe(7);
  const parts = await partsOfRows(out);
  const rows = await readRows(out, sequences);
  expect(rows[0]!.document_ids).toEqual(['corpus/question/x']);
  const counted = rows.filter((_, i) => parts[i] === 'questions').map(({ loss_spans }) => loss_spans);
  // Questions of all persons for training, probed or not, with loss on their answers alone.
  expect(counted).toHaveLength(17 * 6);
  expect(counted.every(([start]) => start! > 10)).toBe(true);
  expect(rows.filter((_, i) => parts[i] === 'world').every(({ loss_spans }) => loss_spans[0] === 0)).toBe(
    true,
  );
});

test('a source that fills no row, or has none held out, is named', async () => {
  writeFileSync(join(root, 'tiny.txt'), 'Short.');
  const tiny = { ...notes, name: 'tiny', locations: [{ path: 'tiny.txt' }] };
  const background = [persons, passages, tiny];
  await expect(run({ background, evaluation: undefined })).rejects.toThrow(
    /does not fill a single row \(source tiny\)[\s\S]*64 tokens/,
  );
  const two = 'Long enough to fill a row of tokens, since it goes on and on. '.repeat(9);
  writeFileSync(join(root, 'two.txt'), `${two}\n\n${two}`);
  const few = [persons, passages, { ...tiny, locations: [{ path: 'two.txt' }] }];
  await expect(run({ background: few, evaluation: { source: 'held-out', oneIn: 50 } })).rejects.toThrow(
    /data\.evaluation, source \w+: a source of the text for evaluation has no documents[\s\S]*oneIn/,
  );
});
