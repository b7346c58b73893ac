import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DataSpec, dataSpec, probes, readRows, sequences } from '@lethe/contracts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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

  test('have to be there, and documents have to fit', async () => {
    const none = { ...symbolic.facts, fineTuned: 0 };
    await expect(run({ ...symbolic, facts: none, background: { source: 'questions' } })).rejects.toThrow(
      /no questions to train on[\s\S]*fineTuned/,
    );
    out = mkdtempSync(join(tmpdir(), 'lethe-questions-'));
    await expect(run({ ...symbolic, sequenceLength: 2 })).rejects.toThrow(/36 of 36 are longer/);
  });
});
