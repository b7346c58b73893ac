import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunDirectories, readRows } from '@lethe/contracts';
import { afterAll, expect, test } from 'vitest';
import { runExtraction } from './analyses/extraction/run-extraction.js';
import { readFindings } from './claims/finding-rows.js';
import { effects, extraction } from './declaration.js';
import { analyzeSpec } from './options/analyze.js';
import { runAnalyze } from './run-analyze.js';
import { type SyntheticExtraction, writeSyntheticExtraction } from './testing/synthetic-extraction.js';

const root = mkdtempSync(join(tmpdir(), 'lethe-extraction-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const config = analyzeSpec.parse({ bootstrap: { resamples: 200, level: 0.95 } });

let written = 0;
function write(run: SyntheticExtraction): Promise<RunDirectories> {
  return writeSyntheticExtraction(root, run, `r${written++}`);
}

test('an experiment of fine-tunings and the pretraining that they go on from', async () => {
  const upstream: RunDirectories[] = [];
  const runs: RunDirectories[] = [];
  for (const seed of [1, 2, 3]) {
    for (const [multiplicity, right] of [
      [2, 0],
      [8, 8],
    ] as const) {
      const loss = Math.log(multiplicity) / 2 + 0.001 * seed;
      upstream.push(await write({ multiplicity, seed, right: 0, loss }));
      const shared = { multiplicity, seed, loss: 0.01 };
      runs.push(await write({ ...shared, fineTuning: 'full', right }));
      runs.push(await write({ ...shared, fineTuning: 'rank 1', right }));
      runs.push(await write({ ...shared, fineTuning: 'full', right: 0, attentionOnly: true }));
    }
  }
  const out = join(root, 'analyze');
  mkdirSync(out);
  const lines: string[] = [];
  const context = { out, log: (line: string) => lines.push(line), signal: new AbortController().signal };
  await runAnalyze({ config, experiment: 'extraction', profile: 'full', runs, upstream }, context);

  const rows = await readRows(out, extraction);
  expect(rows).toHaveLength(24);
  const pretraining = rows.find((row) => row.run === upstream[1]!.id)!;
  expect(pretraining).toMatchObject({
    model: 'attention + MLP',
    fine_tuning: 'none',
    multiplicity: 8,
    templates: 10,
    fine_tuned: 4,
    questions: 8,
    held_out: 0,
    held_out_restricted: 1,
    trained: 0,
    stored: 1,
    error_classes: ['relation'],
    error_shares: [1],
  });
  expect(pretraining.entropy_floor).toBeCloseTo(Math.log(8) / 2, 12);
  expect(pretraining.loss! - pretraining.entropy_floor!).toBeCloseTo(0.001, 6);
  // The rows of fine-tuning count their answer alone, which the question determines.
  expect(rows.find((row) => row.run === runs[0]!.id)).toMatchObject({ entropy_floor: 0, trained: 1 });
  expect(rows.find((row) => row.run === runs[2]!.id)!.model).toBe('attention only');

  const found = await readFindings(out);
  const verdictOf = (id: string) => found.find(({ finding_id }) => finding_id === id)?.verdict;
  expect(verdictOf('G1-attention + MLP-K=8')).toBe('reproduced');
  expect(verdictOf('G3-attention + MLP-full-K=8 - K=2')).toBe('reproduced');
  expect(verdictOf('G9-attention + MLP-K=8-rank 1 - full')).toBe('reproduced');
  expect(verdictOf('G11-K=8-full')).toBe('reproduced');
  expect(await readRows(out, effects)).toEqual([]);
  expect(lines.at(-1)).toMatch(/\d+ findings: \d+ reproduced, 0 contradicted/);
  const page = readFileSync(join(out, 'report.html'), 'utf8');
  expect(page).toContain('K=8, rank 1 - full');
  expect(page).toContain('id="extraction"');
  const drawn = readFileSync(join(out, 'figures', 'extraction-exact-match.csv'), 'utf8');
  expect(drawn).toContain('attention + MLP');
});

test('runs without questions or fine-tuning are no matter of extraction', async () => {
  const pretraining = await write({ multiplicity: 2, seed: 1, right: 0, loss: 1 });
  const runs = [{ ...pretraining, data: root }];
  expect(await runExtraction({ runs, upstream: [], options: config })).toBeUndefined();
  const context = { out: root, log: () => {}, signal: new AbortController().signal };
  const stage = { config, experiment: 'x', profile: 'full' as const, runs: [] };
  await expect(runAnalyze(stage, context)).rejects.toThrow(/no runs/);
});
