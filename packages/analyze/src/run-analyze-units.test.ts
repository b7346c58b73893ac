import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunDirectories, readRows } from '@lethe/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFindings } from './claims/finding-rows.js';
import { contrasts, effects, retainability } from './declaration.js';
import { analyzeSpec } from './options/analyze.js';
import { runAnalyze } from './run-analyze.js';
import { denseAfterInjections, writeSyntheticRun } from './testing/synthetic-experiment.js';

const base = {
  facts: { duplication: 6, paraphrase: 6, control: 6 },
  depths: ['memorization'],
  probesPerDepth: 1,
  ...{ steps: 300, start: 20, interval: 30, count: 3, noise: 0.05, seed: 1 },
};
const world = { ...base, updates: denseAfterInjections(base, 6, 10) };
/** Every target of the synthetic world. */
const TOKENS = 2;

let root: string;
let runs: RunDirectories[];
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'lethe-units-'));
  runs = [
    await writeSyntheticRun(root, world, 'k1', { k: 1 }),
    await writeSyntheticRun(root, { ...world, seed: 2 }, 'k2', { k: 2 }),
  ];
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function analyze(unit: 'token' | 'target') {
  const out = mkdtempSync(join(root, `${unit}-`));
  const config = analyzeSpec.parse({ unit, bootstrap: { resamples: 100 }, exports: [] });
  const context = { out, log: () => {}, signal: new AbortController().signal };
  await runAnalyze({ config, experiment: 'units', profile: 'smoke', runs }, context);
  return {
    findings: await readFindings(out),
    effects: await readRows(out, effects),
    contrasts: await readRows(out, contrasts),
    retained: await readRows(out, retainability),
    page: readFileSync(join(out, 'report.html'), 'utf8').replace(/<script>[\s\S]*?<\/script>/g, ''),
  };
}

describe('log-probabilities per target', () => {
  let token: Awaited<ReturnType<typeof analyze>>;
  let target: Awaited<ReturnType<typeof analyze>>;
  beforeAll(async () => {
    token = await analyze('token');
    target = await analyze('target');
  });

  it('are those per token times the tokens of the target, which the table of effects has', () => {
    expect(target.effects.length).toBe(token.effects.length);
    target.effects.forEach((row, i) => {
      const published = token.effects[i]!;
      expect(published.target_tokens).toBe(TOKENS);
      expect(row.lam_step).toBe(published.lam_step);
      expect(row.effectivity).toBeCloseTo(TOKENS * published.effectivity, 10);
      expect(row.retention ?? 0).toBeCloseTo(published.retention ?? 0, 8);
    });
  });

  it('change differences of log-probabilities, and no ratio of them', () => {
    const value = ({ findings }: typeof token, id: string): number =>
      findings.find(({ finding_id }) => finding_id === id)!.our_value!;
    for (const id of ['F1-duplication-memorization@k1', 'F5-memorization@k1']) {
      expect(value(target, id), id).toBeCloseTo(TOKENS * value(token, id), 8);
    }
    for (const id of ['F11-duplication-memorization@k1', 'F13-memorization@k1']) {
      expect(value(target, id), id).toBeCloseTo(value(token, id), 8);
    }
    target.retained.forEach((row, i) => {
      expect(row.mean).toBeCloseTo(token.retained[i]!.mean, 8);
    });
  });

  it('are compared between settings in their unit', () => {
    const factors: Record<string, number> = {
      ...{
        'nats/target': TOKENS,
        'nats/token': 1,
        share: 1,
        'per decade': 1,
        'log10 steps': 1,
        'log10 tokens': 1,
      },
    };
    expect(target.contrasts.length).toBeGreaterThan(3);
    target.contrasts.forEach((row, i) => {
      const published = token.contrasts[i]!;
      expect(published.unit).toBe(row.unit.replace('target', 'token'));
      expect(row.contrast, row.quantity).toBeCloseTo(factors[row.unit]! * published.contrast, 6);
    });
    const unitsOf = (quantity: string) =>
      new Set(target.contrasts.flatMap((row) => (row.quantity === quantity ? [row.unit] : [])));
    expect(unitsOf('effectivity')).toEqual(new Set(['nats/target']));
    expect(unitsOf('training_loss')).toEqual(new Set(['nats/token']));
  });

  it('are named in findings and figures, beside the loss per token', () => {
    const units = ({ findings, page }: typeof token) => ({
      statement: findings.find(({ finding_id }) => finding_id.startsWith('F1-'))!.statement,
      inPage: new Set(page.match(/[\w-]+, nats\/\w+/g)),
    });
    expect(units(token).statement).toMatch(/above 0 nats\/token\b/);
    expect(units(target).statement).toMatch(/above 0 nats\/target\b/);
    const labels = ['log-probability', 'gain', 'effectivity'];
    for (const [result, unit] of [
      [token, 'token'],
      [target, 'target'],
    ] as const) {
      const { inPage } = units(result);
      for (const label of labels) expect(inPage, unit).toContain(`${label}, nats/${unit}`);
      expect([...inPage].filter((text) => !text.endsWith(unit)).sort()).toEqual(
        unit === 'token' ? [] : ['loss, nats/token'],
      );
    }
  });
});
