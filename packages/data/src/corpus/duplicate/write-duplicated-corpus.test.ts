import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copies, corpus, readRows } from '@lethe/contracts';
import { afterAll, describe, expect, test } from 'vitest';
import { generateBackground } from '../../stage/worlds/generated/generate-background.js';
import { testData } from '../../testing/test-data.js';
import type { CorpusDocument } from '../documents/corpus-document.js';
import { readFictionalKnowledge } from '../facts/read-fictional-knowledge.js';
import { formatDuplication } from './duplication-report.js';
import { readWordedCorpus } from './worded-corpus.js';
import { writeDuplicatedCorpus } from './write-duplicated-corpus.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-duplicate-'));
afterAll(() => rmSync(directory, { recursive: true }));

const documents: CorpusDocument[] = generateBackground(300, 8);
async function* open() {
  yield documents.slice(0, 100);
  yield documents.slice(100);
}

test('tables and report say the same', async () => {
  const out = join(directory, 'near');
  const report = await writeDuplicatedCorpus(
    open,
    {
      law: { law: 'zipf', exponent: 1, total: 1200 },
      copies: { form: 'near', jaccard: 0.8, tolerance: 0.05 },
    },
    out,
  );
  expect(readdirSync(out).sort()).toEqual(['copies.arrow', 'corpus.arrow', 'duplication.json']);
  expect(JSON.parse(readFileSync(join(out, 'duplication.json'), 'utf8'))).toEqual(report);

  const texts = await readRows(out, corpus);
  const links = await readRows(out, copies);
  expect(texts).toHaveLength(1200);
  expect(links.map(({ doc_id }) => doc_id)).toEqual(texts.map(({ id }) => id));
  expect(new Set(texts.map(({ id }) => id)).size).toBe(1200);
  const multiplicity = new Map<string, number>();
  for (const { original_id } of links)
    multiplicity.set(original_id, (multiplicity.get(original_id) ?? 0) + 1);
  const originals = new Map(documents.map((document) => [document.id, document]));
  for (const [i, { original_id, copy, form, true_similarity }] of links.entries()) {
    const original = originals.get(original_id)!;
    if (copy === 0) expect(texts[i]).toEqual(original);
    expect(form).toBe(copy === 0 ? 'original' : 'near');
    expect(true_similarity === null).toBe(copy === 0);
    if (true_similarity !== null) expect(texts[i]!.text === original.text).toBe(true_similarity === 1);
  }
  expect(report.statistics).toMatchObject({ documents: 300, kept: 300, copies: 1200, mean: 4 });
  expect(report.statistics.largest).toBe(Math.max(...multiplicity.values()));
  expect(report.copiesByForm).toEqual({ near: 900 });
  for (const { from, to, asked, realised } of report.histogram) {
    const found = [...multiplicity.values()].filter((value) => from <= value && value <= to).length;
    expect(realised).toBe(found);
    expect(asked).toBe(found);
  }
  const similarities = links.flatMap(({ true_similarity }) => true_similarity ?? []);
  const off = similarities.filter((similarity) => Math.abs(similarity - 0.8) > 0.05 + 1e-6).length;
  expect(report.near).toMatchObject({ target: 0.8, copies: 900, outOfTolerance: off });
  const mean = similarities.reduce((sum, similarity) => sum + similarity, 0) / similarities.length;
  expect(report.near!.similarity.mean).toBeCloseTo(mean, 3);
  expect(formatDuplication(report)).toMatch(/effective number[\s\S]*asked for[\s\S]*Near-duplicates/);
});

test('a distribution in expectation: what was asked for beside what came', async () => {
  const law = { law: 'log-normal', sigma: 1, mean: 5, minimum: 0 } as const;
  const report = await writeDuplicatedCorpus(open, { law, totals: 'expected' }, join(directory, 'expected'));
  const asked = report.histogram.reduce((sum, bin) => sum + bin.asked!, 0);
  expect(Math.abs(asked - 300)).toBeLessThan(0.5);
  expect(report.histogram.reduce((sum, bin) => sum + bin.realised, 0)).toBe(300);
  expect(report.histogram.some(({ from, to }) => to > from)).toBe(true);
  expect(report.statistics.kept).toBe(300 - (report.histogram.find(({ to }) => to === 0)?.realised ?? 0));
});

test('nothing is left of work that failed or was aborted', async () => {
  const out = join(directory, 'aborted');
  const abort = new AbortController();
  const law = { law: 'factor', factor: 3 } as const;
  const aborted = writeDuplicatedCorpus(open, { law }, out, {
    signal: abort.signal,
    onProgress: () => abort.abort(new Error('stop')),
  });
  await expect(aborted).rejects.toThrow('stop');
  const counts = { law: 'counts', counts: new Map([['ghost', 2]]), otherwise: 1 } as const;
  await expect(writeDuplicatedCorpus(open, { law: counts }, out)).rejects.toThrow(/ghost/);
  expect(existsSync(out)).toBe(false);
  expect(readdirSync(directory).filter((name) => name.startsWith('aborted'))).toEqual([]);
});

const fictional = testData('fictional-knowledge/fictional_knowledge_paraphrased.json');
const popqa = testData('popqa/popqa_1000_full_columns.jsonl');

describe.skipIf(!existsSync(fictional) || !existsSync(popqa))('published paraphrases', () => {
  test('of Fictional Knowledge: 40 sets of ten, and 90 passages alone', async () => {
    const { open, wordings } = await readWordedCorpus(fictional);
    const out = join(directory, 'paraphrases');
    const copiesOf = { form: 'wordings', wordings } as const;
    const report = await writeDuplicatedCorpus(open, { law: { law: 'per-wording' }, copies: copiesOf }, out);
    expect(report.statistics).toMatchObject({ documents: 130, copies: 490, largest: 10 });
    expect(report.copiesByForm).toEqual({ wording: 360 });
    const [entry] = readFictionalKnowledge(fictional);
    const texts = await readRows(out, corpus);
    expect(texts.slice(0, 10).map(({ text }) => text)).toEqual([entry!.train_context, ...entry!.paraphrases]);
  });

  test('of PopQA: eight statements of every fact', async () => {
    const { wordings } = await readWordedCorpus(popqa);
    expect(wordings.size).toBeGreaterThan(900);
    for (const variants of wordings.values()) expect(variants).toHaveLength(7);
  });

  test('other inputs have none', async () => {
    await expect(readWordedCorpus(testData('wikitext-2/valid.txt'))).rejects.toThrow(/no other wordings/);
  });
});
