import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { probes, readRows, sequences } from '@lethe/contracts';
import { loadTokenizer } from '@lethe/tokenizers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DataSpec, dataSpec } from '../options/data.js';
import { runData } from './run-data.js';

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'lethe-questions-'));
});
afterEach(() => rmSync(out, { recursive: true, force: true }));

const symbolic = {
  facts: { source: 'symbolic', scenarios: { background: 12 }, templates: 6, multiplicity: 3, fineTuned: 5 },
  background: { source: 'world' },
  tokenizer: { type: 'symbolic' },
  sequenceLength: 3,
  packing: 'documents',
  order: { steps: 4, batchSize: 36 },
};

async function run(spec: object): Promise<string[]> {
  const config: DataSpec = dataSpec.parse(spec);
  const lines: string[] = [];
  const log = (line: string): void => void lines.push(line);
  await runData({ config, baseDirectory: out }, { out, log, signal: new AbortController().signal });
  return lines;
}
const rows = () => readRows(out, sequences);

describe('rows of the symbolic world', () => {
  test('are its sequences, one in each row, in which all but the subject counts', async () => {
    await run(symbolic);
    const found = await rows();
    expect(found).toHaveLength(36);
    expect(found.every(({ loss_spans }) => loss_spans.length === 0)).toBe(true);
    const told = (await readRows(out, probes)).filter(({ depth }) => depth === 'memorization');
    const wanted = told.map(({ prompt_tokens, target_tokens }) =>
      [...prompt_tokens, ...target_tokens].join(),
    );
    expect(found.map(({ tokens }) => tokens.join()).toSorted()).toEqual(wanted.toSorted());
  });

  test('with noise count template and answer alone, packed or not', async () => {
    const facts = { ...symbolic.facts, noisePerRow: 2 };
    await run({ ...symbolic, facts, sequenceLength: 6 });
    expect((await rows()).every(({ loss_spans }) => loss_spans.join() === '3,5')).toBe(true);
    out = mkdtempSync(join(tmpdir(), 'lethe-questions-'));
    await run({ ...symbolic, facts, sequenceLength: 6, packing: 'packed' });
    // Rows of 6 hold a sequence of 5 and the end-of-text token.
    expect((await rows()).every(({ loss_spans }) => loss_spans.join() === '3,5')).toBe(true);
  });
});

describe('questions', () => {
  test('of the subjects for training alone, with loss on the answer', async () => {
    await run({ ...symbolic, background: { source: 'questions' }, order: { steps: 2, batchSize: 5 } });
    const found = await rows();
    const asked = (await readRows(out, probes)).filter(
      ({ depth, split }) => depth === 'qa' && split === 'train',
    );
    expect(asked).toHaveLength(5);
    const wanted = asked.map(({ prompt_tokens, target_tokens }) =>
      [...prompt_tokens, ...target_tokens].join(),
    );
    expect(found.map(({ tokens }) => tokens.join()).toSorted()).toEqual(wanted.toSorted());
    expect(found.every(({ loss_spans }) => loss_spans.join() === '2,3')).toBe(true);
  });

  test('are mixed into the texts of persons by their share of documents', async () => {
    await run({
      facts: { source: 'biographies', scenarios: { background: 10 }, trainFraction: 0.5 },
      background: { source: 'world', questionShare: 0.8 },
      tokenizer: { type: 'bytes' },
      sequenceLength: 512,
      packing: 'documents',
      order: { steps: 2, batchSize: 4 },
    });
    const asked = new Map((await readRows(out, probes)).map((probe) => [probe.probe_id, probe]));
    const found = await rows();
    const questions = found.filter(({ document_ids }) => document_ids[0]!.startsWith('question/'));
    expect(found.length - questions.length).toBe(10);
    expect(questions).toHaveLength(40);
    for (const { document_ids, tokens, loss_spans } of questions) {
      const probe = asked.get(document_ids[0]!.slice('question/'.length).replace(/\/\d+$/, ''))!;
      expect(probe.split).toBe('train');
      const [start, end] = loss_spans as [number, number];
      expect(tokens.slice(start, end)).toEqual(probe.target_tokens);
      expect(tokens.slice(0, start)).toEqual(probe.prompt_tokens);
    }
  });

  // Letters of several bytes and objects of several words.
  const popQa = [
    ['What sport does Zoë Bell play?', 'table tennis'],
    ['What color is snow?', 'white'],
    ['In what city was Jürgen Müller born?', 'Köln'],
    ['Who is the author of Aniara?', 'Harry Martinson'],
  ].map(([question, answer]) => ({ question, aliases: [answer, 'something else'] }));
  let files: string;
  beforeEach(() => {
    files = mkdtempSync(join(tmpdir(), 'lethe-popqa-'));
    writeFileSync(join(files, 'popqa.json'), JSON.stringify(popQa));
  });
  afterEach(() => rmSync(files, { recursive: true, force: true }));
  const asksPopQa = (trainFraction: number) => ({
    facts: {
      ...{ source: 'popqa', location: { path: join(files, 'popqa.json') }, trainFraction },
      scenarios: { control: popQa.length },
    },
    background: { source: 'questions' },
    tokenizer: { type: 'bytes' },
    sequenceLength: 64,
    packing: 'documents',
    order: { steps: 1, batchSize: 1 },
  });
  /** What the loss counts of rows, and the whole rows. */
  const readSpans = async () => {
    const { decode, endOfText } = loadTokenizer(join(out, 'tokenizer.json'));
    return (await rows()).map(({ tokens, loss_spans }) => ({
      counted: Array.from({ length: loss_spans.length / 2 }, (_, i) =>
        decode(tokens.slice(loss_spans[2 * i]!, loss_spans[2 * i + 1]!)),
      ),
      before: decode(tokens.slice(0, loss_spans[0]!)),
      filled: [...tokens.slice(loss_spans.at(-1)!)].every((token) => token === endOfText),
    }));
  };

  test('of PopQA are its prompts and objects, with loss on the object alone', async () => {
    await run(asksPopQa(1));
    const found = await readSpans();
    expect(found.every(({ filled }) => filled)).toBe(true);
    expect(found.map(({ before, counted }) => [before, ...counted]).toSorted()).toEqual(
      popQa.map(({ question, aliases }) => [`Q: ${question} A:`, ` ${aliases[0]}`]).toSorted(),
    );
  });

  test('of PopQA laid end to end count every object, and not the end-of-text token behind it', async () => {
    const texts = popQa.map(({ question, aliases }) => `Q: ${question} A: ${aliases[0]}`);
    const sequenceLength = texts.reduce((sum, text) => sum + Buffer.byteLength(text) + 1, 0);
    await run({ ...asksPopQa(1), packing: 'packed', sequenceLength });
    const [row, ...others] = await readSpans();
    expect(others).toEqual([]);
    expect(row!.filled).toBe(true);
    expect(row!.counted.toSorted()).toEqual(popQa.map(({ aliases }) => ` ${aliases[0]}`).toSorted());
  });

  test('of PopQA that are all for testing leave nothing to train on', async () => {
    await expect(run(asksPopQa(0))).rejects.toThrow(
      /no questions to train on[\s\S]*4 probes of depth qa, all of split test[\s\S]*trainFraction/,
    );
  });

  test('have to be there, and documents have to fit', async () => {
    const none = { ...symbolic.facts, fineTuned: 0 };
    await expect(run({ ...symbolic, facts: none, background: { source: 'questions' } })).rejects.toThrow(
      /no questions to train on[\s\S]*fineTuned/,
    );
    out = mkdtempSync(join(tmpdir(), 'lethe-questions-'));
    await expect(run({ ...symbolic, sequenceLength: 2 })).rejects.toThrow(/36 of 36 are longer/);
  });
});
