import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { order, type RunDirectories, readRows, runStage, trace, writeTable } from '@lethe/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { analyses } from './analyses/registry.js';
import { readFindings } from './claims/finding-rows.js';
import { analyzeStage, effects, fitDetails, fits, fitVerdicts, retainability } from './declaration.js';
import { NOT_DISTINGUISHABLE } from './fits/judge-laws.js';
import { analyzeSpec } from './options/analyze.js';
import { countParameters } from './read/checkpoint.js';
import { runAnalyze } from './run-analyze.js';
import {
  denseAfterInjections,
  type SyntheticWorld,
  syntheticDrift,
  syntheticGain,
  writeSyntheticRun,
} from './testing/synthetic-experiment.js';

const base = {
  facts: { duplication: 12, paraphrase: 12, once: 8, control: 8 },
  depths: ['memorization', 'semantic', 'composition'],
  probesPerDepth: 2,
  steps: 900,
  start: 40,
  interval: 40,
  count: 5,
  noise: 0.05,
  seed: 1,
};
const world: SyntheticWorld = { ...base, updates: denseAfterInjections(base, 8, 10) };
const tiny: SyntheticWorld = {
  ...base,
  facts: { duplication: 2, once: 1, control: 1 },
  depths: ['memorization'],
  probesPerDepth: 1,
  steps: 14,
  start: 2,
  interval: 4,
  count: 3,
  updates: [0, 3, 6, 9, 12, 14],
};
const spec = analyzeSpec.parse({ bootstrap: { resamples: 400, level: 0.95 } });

let root: string;
let lines: string[] = [];
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'lethe-analyze-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeEach(() => {
  lines = [];
});

/** Runs the stage as the command line does: with outputs checked and a manifest. */
async function analyze(name: string, runs: RunDirectories[], signal = new AbortController().signal) {
  const out = join(root, name);
  const { manifest } = await runStage(
    {
      stage: analyzeStage,
      out,
      producer: { name: '@lethe/analyze', version: '0.1.0', fingerprint: '' },
      config: spec,
      seed: spec.seed,
      settings: {},
      inputs: [],
    },
    async () => {
      const context = { out, log: (line: string) => lines.push(line), signal };
      await runAnalyze({ config: spec, experiment: 'synthetic <world>', profile: 'smoke', runs }, context);
      return {};
    },
  );
  return { out, manifest, html: readFileSync(join(out, 'report.html'), 'utf8') };
}

/** Expected gain of the first encounter minus that of later ones about where each has its maximum. */
function leadOfFirst(world: SyntheticWorld, depth: string): number {
  const gains = Array.from({ length: world.count }, (_, k) => {
    const step = world.start + k * world.interval;
    const level = (update: number): number => syntheticGain(world, 'duplication-0', depth, update);
    return level(step + 10) - level(step);
  });
  const later = gains.slice(1);
  return gains[0]! - later.reduce((sum, gain) => sum + gain, 0) / later.length;
}

/** Mean rise of what is never injected over the updates measured within a window, over all encounters. */
function driftInWindows(
  { start, interval, count, updates, ...rest }: SyntheticWorld,
  window: number,
): number {
  const drift = (update: number): number =>
    syntheticDrift({ start, interval, count, updates, ...rest }, update);
  const rises = Array.from({ length: count }, (_, k) => {
    const step = start + k * interval;
    const next = k + 1 < count ? step + interval : Number.POSITIVE_INFINITY;
    const inside = updates.filter((update) => update > step && update <= Math.min(step + window, next));
    const before = updates.filter((update) => update <= step).at(-1)!;
    return inside.reduce((sum, update) => sum + drift(update), 0) / inside.length - drift(before);
  });
  return rises.reduce((sum, rise) => sum + rise, 0) / count;
}

/** The page without its scripts, which hold Vega. */
const withoutScripts = (html: string): string => html.replace(/<script>[\s\S]*?<\/script>/g, '');

/** What a number that is none would leave in the page, outside its scripts. */
const strayNumbers = (html: string): string[] =>
  withoutScripts(html).match(/.{0,40}(?:\bNaN\b|undefined|Infinity)/g) ?? [];

describe('the analyze stage on a world of known laws', () => {
  let run: RunDirectories;
  let seeds: RunDirectories[];
  let result: Awaited<ReturnType<typeof analyze>>;
  beforeAll(async () => {
    run = await writeSyntheticRun(join(root, 'world'), world);
    result = await analyze('world/analyze', [run]);
    seeds = [];
    for (const s of [1, 2, 3]) {
      seeds.push(await writeSyntheticRun(join(root, 'world'), { ...world, seed: s }, `s${s}`, { s }));
    }
  });

  it('judges nothing from one seed, and says so with every estimate', async () => {
    const rows = await readFindings(result.out);
    expect(rows.length).toBeGreaterThan(20);
    for (const row of rows) {
      const verdict = row.kind === 'prediction' ? null : 'inconclusive';
      expect(row).toMatchObject({ seeds: 1, verdict });
      if (row.kind !== 'prediction') expect(row.reason).toMatch(/^one seed; a verdict needs 3(;|$)/);
      expect(row.low).toBeLessThanOrEqual(row.our_value!);
      expect(row.high).toBeGreaterThanOrEqual(row.our_value!);
    }
    expect(result.html.includes('with fewer than 3 seeds it is inconclusive')).toBe(true);
    expect(result.html.includes('main: one seed: intervals are over facts alone')).toBe(true);
  });

  it('writes one row per probe and encounter, controls included', async () => {
    const rows = await readRows(result.out, effects);
    expect(rows).toHaveLength((12 + 12) * 6 * 5 + 8 * 6 + 8 * 6 * 6);
    const first = rows.find((row) => row.probe_id === 'duplication-3-memorization-0')!;
    expect(first).toMatchObject({ run: 'main', fact_id: 'duplication-3', encounter: 1, step: 40 });
    expect(first.effectivity).toBeGreaterThan(0.1);
    expect(first.retention).toBeLessThanOrEqual(1);
    expect(first.bias_corrected_effectivity).toBeLessThan(first.effectivity);
    expect(
      rows.filter((row) => row.encounter === 5 && row.condition !== 'control').map((row) => row.retention),
    ).toEqual(Array(144).fill(null));
    const controls = rows.filter((row) => row.condition === 'control');
    const sum = controls.reduce((total, row) => total + row.bias_corrected_effectivity!, 0);
    expect(Math.abs(sum / controls.length)).toBeLessThan(0.01);
  });

  it('finds what the world was made of, over seeds', async () => {
    const pooled = await analyze('world/seeds', seeds);
    const findings = new Map((await readFindings(pooled.out)).map((row) => [row.finding_id, row]));
    const verdicts = (pattern: RegExp) =>
      [...findings.values()].filter((row) => pattern.test(row.finding_id)).map((row) => row.verdict);
    expect(verdicts(/^F1-/)).toEqual(Array(9).fill('reproduced'));
    expect(verdicts(/^F2(a-.*-(memorization|semantic)|b-.*)/)).toEqual(Array(5).fill('reproduced'));
    // A share of what was gained, and all depths of this world lose the same share.
    const verbatim = findings.get('F2a-duplication-memorization')!;
    const composed = findings.get('F2a-duplication-composition')!;
    expect(Math.abs(composed.our_value! - verbatim.our_value!)).toBeLessThan(0.06);
    expect([composed.low! < verbatim.high!, verbatim.low! < composed.high!]).toEqual([true, true]);
    expect(verdicts(/^F3-/)).toEqual(Array(2).fill('reproduced'));
    const gain = (depth: string): number => findings.get(`F1-duplication-${depth}`)!.our_value!;
    for (const [i, deeper] of world.depths.slice(1).entries()) {
      const closer = world.depths[i]!;
      const lead = findings.get(`F3-duplication-${closer} - ${deeper}`)!.our_value;
      expect(lead).toBeCloseTo(gain(closer) - gain(deeper), 12);
    }
    const primary = [...findings.values()].filter(({ kind }) => kind === 'primary');
    expect(primary.map((row) => row.finding_id)).toEqual([
      'F1-duplication-memorization',
      'F2b-duplication-memorization',
      'F5-memorization',
      'F11n-duplication-memorization',
      'F13n-memorization',
    ]);
    expect(verdicts(/^F5-memorization/)).toEqual(['reproduced']);
    // Controls go on rising after the last encounter: published retention is not judged, net retention is.
    expect(verdicts(/^F24-/)).toEqual(Array(9).fill('contradicted'));
    expect(verdicts(/^F1[013]-/)).toEqual(Array(15).fill('inconclusive'));
    expect(findings.get('F11-duplication-memorization')!.reason).toContain('of the gain meanwhile');
    expect(verdicts(/^F10n-/)).toEqual(Array(6).fill('reproduced'));
    expect(verdicts(/^F13n-/)).toEqual(Array(3).fill('reproduced'));
    expect(verdicts(/^F2[23]-/)).toEqual(Array(18).fill(null));
    // All encounters give the same, but while a later one rises those before it fade.
    for (const depth of world.depths) {
      const { our_value: lead } = findings.get(`F7-duplication-${depth}`)!;
      // The truth is that at the lag of 10, near which it is read.
      expect(Math.abs(lead! - leadOfFirst(world, depth))).toBeLessThan(0.03);
    }
    // Controls gain what the background teaches in the windows of the others.
    const drift = driftInWindows(world, spec.window);
    expect(drift).toBeGreaterThan(0.02);
    for (const depth of world.depths) {
      const { low, high, our_value: moved } = findings.get(`F24w-${depth}`)!;
      expect(Math.abs(moved! - drift)).toBeLessThan(0.01);
      expect([low! < drift, high! > drift]).toEqual([true, true]);
    }
    expect(verdicts(/^F24w-memorization/)).toEqual(['inconclusive']);
    expect(findings.has('F11n-once-memorization')).toBe(false);
    // Traces of 0.22 that are superposed, read from 7 to 20 updates after the last encounter on: 0.230 to 0.241.
    expect(Math.abs(findings.get('F11n-duplication-memorization')!.our_value! - 0.235)).toBeLessThan(0.01);
    for (const row of findings.values()) {
      expect(row.seeds).toBe(3);
      expect(row.low).toBeLessThanOrEqual(row.our_value!);
      expect(row.high).toBeGreaterThanOrEqual(row.our_value!);
    }
  });

  it('writes retainability and fits of every injected condition and depth', async () => {
    const retention = await readRows(result.out, retainability);
    const start = retention.filter((row) => row.t === 0);
    expect(start).toHaveLength(9);
    for (const row of start) expect([row.mean, row.low, row.high]).toEqual([1, 1, 1]);
    // Later a fact whose probes are all outliers does not count.
    expect(new Set(start.map((row) => row.facts))).toEqual(new Set([12, 8]));
    const rows = await readRows(result.out, fits);
    const named = (name: string) => rows.filter(({ model }) => model === name);
    for (const name of ['logarithmic', 'power', 'exponential']) expect(named(name)).toHaveLength(9);
    for (const row of rows) {
      expect(row.parameters).toHaveLength(row.parameter_names.length);
      row.parameters.forEach((_, i) => {
        expect(row.low[i]).toBeLessThanOrEqual(row.high[i]!);
        expect(row.standard_errors[i]).toBeGreaterThan(0);
      });
    }
    for (const row of named('logarithmic')) {
      row.parameters.forEach((value, i) => {
        expect(row.low[i]).toBeLessThanOrEqual(value);
        expect(row.high[i]).toBeGreaterThanOrEqual(value);
      });
    }
    const details = await readRows(result.out, fitDetails);
    expect(details.map(({ condition, depth, model }) => [condition, depth, model])).toEqual(
      rows.map(({ condition, depth, model }) => [condition, depth, model]),
    );
    details.forEach((row, i) => {
      expect(row.jacobian_errors).toHaveLength(rows[i]!.parameters.length);
      expect(row.correlations).toHaveLength(rows[i]!.parameters.length ** 2);
      expect(row.log10_half_life_low).toBeLessThanOrEqual(row.log10_half_life_high!);
    });
    const verdicts = await readRows(result.out, fitVerdicts);
    expect(verdicts).toHaveLength(9);
    for (const { condition, depth } of verdicts) {
      const weights = details.filter((row) => row.condition === condition && row.depth === depth);
      expect(weights.reduce((sum, row) => sum + row.akaike_weight, 0)).toBeCloseTo(1, 12);
    }
    for (const { condition, depth, verdict, reason, ...row } of verdicts) {
      const own = rows.filter((fit) => fit.condition === condition && fit.depth === depth);
      const least = (of: (fit: (typeof own)[0]) => number | null): string =>
        own.reduce((a, b) => ((of(b) ?? Infinity) < (of(a) ?? Infinity) ? b : a)).model;
      expect([row.best_aicc, row.best_holdout]).toEqual([
        least(({ aicc }) => aicc),
        least(({ holdout_error }) => holdout_error),
      ]);
      expect(row.rivals).toContain(row.best_holdout);
      if (row.decades < 2) {
        expect(verdict).toBe(NOT_DISTINGUISHABLE);
        expect(reason).toContain('from 2 decades of t on');
      } else if (verdict === NOT_DISTINGUISHABLE) {
        expect(reason).toBe(
          `none of ${row.rivals.join(', ')} predicts the last 30 % of log time clearly best`,
        );
      } else {
        expect(row.rivals).toContain(verdict);
        expect(reason).toContain('every other law');
      }
    }
  });

  it('writes a page that stands alone and holds no text as markup', () => {
    const { html } = result;
    for (const text of ['synthetic &lt;world&gt;', 'gpt2, 4 layers, width 256, 4 heads']) {
      expect(html.includes(text)).toBe(true);
    }
    expect(strayNumbers(html)).toEqual([]);
    const own = withoutScripts(html);
    expect(own.match(/\bsrc=|@import|url\((?!#)|<link/g)).toBeNull();
    for (const [, target] of own.matchAll(/href="([^"]*)"/g)) {
      expect(target).toMatch(/^#/);
    }
    expect(html.match(/<script/g)).toHaveLength(html.match(/<\/script>/g)!.length);
    const figures = [...html.matchAll(/<figure[^>]* id="([^"]+)"/g)].map(([, id]) => id!);
    expect(figures).toHaveLength(html.match(/<figure/g)!.length);
    const files = readdirSync(join(result.out, 'figures')).filter((name) => name.endsWith('.svg'));
    expect(figures.map((id) => `${id}.svg`).sort()).toEqual(files.sort());
    const ofGroup = ['acquisition', 'injections', 'effectivity', 'retention', 'long-tail', 'loss'];
    expect(figures.filter((id) => ofGroup.includes(id.slice('g0-'.length)))).toEqual(
      ofGroup.map((name) => `g0-${name}`),
    );
    // Any other is that of one more analysis, with its name: there is one run, and nothing to extract.
    const further = figures.filter((id) => !ofGroup.includes(id.slice('g0-'.length)));
    expect(further.filter((id) => !analyses.some(({ name }) => id === `g0-${name}`))).toEqual([]);
    expect(
      html.includes(
        '95 % Student intervals over facts (n = 12 facts of duplication, 12 of paraphrase, 8 of once',
      ),
    ).toBe(true);
    expect(html.includes('the &lt;/script&gt;&lt;b&gt;first\u{FFFD}')).toBe(true);
    const csv = readFileSync(join(result.out, 'figures/g0-effectivity.csv'), 'utf8');
    const csvLines = csv.trim().split('\n');
    expect(csvLines[0]).toBe('panel,series,x,y,low,high');
    // Bars of three conditions and controls, and dots beside all but the controls.
    expect(csvLines).toHaveLength(1 + 3 * (5 + 5 + 1 + 5 + (5 + 5 + 1)));
  });

  it('gives the same bytes again', async () => {
    const again = await analyze('world/again', [run]);
    const digests = (files: typeof again.manifest.files) => files.map(({ path, sha256 }) => [path, sha256]);
    expect(digests(again.manifest.files)).toEqual(digests(result.manifest.files));
  });
});

describe('the analyze stage', () => {
  it('takes facts whose encounters lie at different steps, measured around their own', async () => {
    const spread = { ...base, depths: ['memorization'], interval: 60, groups: 6, noise: 0.02 };
    const updates = denseAfterInjections({ ...spread, interval: 5, count: 60 }, 0, 10);
    const staggered = { ...spread, updates, ownEncounters: true };
    const { out, html } = await analyze('staggered/analyze', [
      await writeSyntheticRun(join(root, 'staggered'), staggered),
    ]);
    const rows = await readRows(out, effects);
    const fact = rows.filter((row) => row.probe_id === 'duplication-4-memorization-1');
    expect(fact.map((row) => row.step)).toEqual([80, 140, 200, 260, 320]);
    expect(fact.map((row) => row.encounter)).toEqual([1, 2, 3, 4, 5]);
    expect(lines.join('\n')).not.toContain('"before" was measured');
    // Every distinct step once, with the encounter that it is.
    const control = rows.filter((row) => row.probe_id === 'control-0-memorization-0');
    expect(control.map((row) => row.step)).toEqual(Array.from({ length: 30 }, (_, i) => 40 + 10 * i));
    expect(control.map((row) => row.encounter)).toEqual(
      Array.from({ length: 30 }, (_, i) => 1 + Math.floor(i / 6)),
    );
    const findings = new Map((await readFindings(out)).map((row) => [row.finding_id, row]));
    expect(findings.get('F1-duplication-memorization')!.low).toBeGreaterThan(0);
    expect(findings.get('F2a-duplication-memorization')!.high).toBeLessThan(1);
    const retention = (await readRows(out, retainability)).filter((row) => row.condition === 'once');
    expect(retention.map((row) => row.t)).toEqual([...new Set(retention.map((row) => row.t))]);
    expect(retention.length).toBeGreaterThan(12);
    expect(retention.length).toBeLessThan(40);
    // Around the first encounter no curve may jump to other facts: every drawn point holds all of them.
    const csv = (name: string) => readFileSync(join(out, `figures/g0-${name}.csv`), 'utf8');
    const points = csv('injections')
      .split('\n')
      .flatMap((line) => {
        const [, series, x, y] = line.split(',');
        return series === 'duplication' && Number(x) < 0 ? [Number(y)] : [];
      });
    expect(points.length).toBeGreaterThan(10);
    const drawn = csv('acquisition').trim().split('\n').slice(1);
    expect(drawn.length).toBeGreaterThan(100);
    // Nor jump anywhere to other facts: between their measurements facts lie on a line.
    const last = new Map<string, number>();
    for (const line of drawn) {
      const [, series, , y] = line.split(',');
      if (series === 'control')
        expect(Math.abs(Number(y) - (last.get(series) ?? Number(y)))).toBeLessThan(0.1);
      last.set(series!, Number(y));
    }
    for (const y of points) expect(Math.abs(y)).toBeLessThan(0.15);
    expect(strayNumbers(html)).toEqual([]);
  });

  it('pools runs that differ in seeds and keeps tables by run', async () => {
    const runs: RunDirectories[] = [];
    for (const bs of [16, 64]) {
      for (const s of [1, 2]) {
        const seeded = { ...base, depths: ['memorization'], steps: 320, seed: 10 * bs + s };
        const small = { ...seeded, updates: denseAfterInjections(seeded, 4, 20) };
        runs.push(await writeSyntheticRun(join(root, 'sweep'), small, `bs${bs}-s${s}`, { bs, s }));
      }
    }
    const { out, html } = await analyze('sweep/analyze', runs);
    const rows = await readFindings(out);
    expect(new Set(rows.map((row) => row.finding_id.split('@')[1]))).toEqual(new Set(['bs16', 'bs64']));
    expect(new Set(rows.map((row) => row.seeds))).toEqual(new Set([2]));
    expect(rows[0]!.statement).toMatch(/^\[bs=16\] duplication, memorization: /);
    expect(new Set((await readRows(out, retainability)).map((row) => row.run))).toEqual(
      new Set(runs.map((run) => run.id)),
    );
    expect(html.includes('Figures: bs=64, 2 runs pooled')).toBe(true);
    expect(html.includes('intervals over facts and seeds (n = 24 facts of duplication')).toBe(true);
    expect(strayNumbers(html)).toEqual([]);
  });

  it('gets through a run that is far too small, and says what is missing', async () => {
    const run = await writeSyntheticRun(join(root, 'tiny'), tiny);
    const { out, html } = await analyze('tiny/analyze', [run]);
    const rows = await readFindings(out);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      const verdict = row.kind === 'prediction' ? null : 'inconclusive';
      expect(row).toMatchObject({ low: null, high: null, verdict });
    }
    expect(strayNumbers(html)).toEqual([]);
    expect(lines.join('\n')).toMatch(/F13 is left out: needs facts of both duplication and paraphrase/);
    expect(lines.join('\n')).toMatch(/"before" was measured up to 2 updates before its encounter/);
  });

  it('analyses a run that was measured at two moments of one fact', async () => {
    const least = {
      ...tiny,
      facts: { paraphrase: 1 },
      steps: 6,
      start: 4,
      interval: 1,
      count: 2,
      updates: [0, 6],
    };
    const { out } = await analyze('least/analyze', [await writeSyntheticRun(join(root, 'least'), least)]);
    expect(await readFindings(out)).toEqual([]);
    expect(await readRows(out, effects)).toHaveLength(1);
  });

  it('leaves out measurements that are no numbers', async () => {
    const run = await writeSyntheticRun(join(root, 'broken'), tiny);
    writeTable(run.probe, trace, [
      {
        step: 13,
        probe_id: 'once-0-memorization-0',
        token_logprobs: [Number.NaN],
        first_token_rank: 1,
        greedy_match: false,
      },
    ]);
    const { html } = await analyze('broken/analyze', [run]);
    expect(lines).toContain('main: 1 measurements are left out: they are not finite numbers');
    expect(strayNumbers(html)).toEqual([]);
  });

  it('refuses a world without measurements', async () => {
    const run = await writeSyntheticRun(join(root, 'unmeasured'), { ...tiny, updates: [] });
    await expect(analyze('unmeasured/analyze', [run])).rejects.toThrow(
      /no probe was measured[\s\S]*observers/,
    );
  });

  it('refuses controls that are injected', async () => {
    const run = await writeSyntheticRun(join(root, 'leak'), tiny);
    const rows = await readRows(run.data, order);
    rows[3]!.fact_ids = ['control-0'];
    writeTable(run.data, order, rows);
    await expect(analyze('leak/analyze', [run])).rejects.toThrow(/control-0: a control is injected/);
  });

  it('refuses a broken table', async () => {
    const run = await writeSyntheticRun(join(root, 'cut'), tiny);
    writeFileSync(join(run.train, 'trace.arrows'), 'no arrow');
    appendFileSync(join(run.train, 'trace.arrows'), 'at all');
    await expect(analyze('cut/analyze', [run])).rejects.toThrow(/trace/);
  });

  it('stops when it is told to', async () => {
    const run = await writeSyntheticRun(join(root, 'stopped'), tiny);
    const reason = new Error('interrupted');
    await expect(analyze('stopped/analyze', [run], AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

describe('the size of a model', () => {
  it('is read from the header of the last checkpoint', () => {
    const folder = join(root, 'model/checkpoints/step-000010');
    mkdirSync(folder, { recursive: true });
    expect(countParameters(join(root, 'model'))).toBeNull();
    const header = Buffer.from(
      JSON.stringify({
        __metadata__: { format: 'pt' },
        a: { dtype: 'F32', shape: [3, 5], data_offsets: [0, 60] },
        b: { dtype: 'F32', shape: [7], data_offsets: [60, 88] },
      }),
    );
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    writeFileSync(join(folder, 'model.safetensors'), Buffer.concat([length, header]));
    expect(countParameters(join(root, 'model'))).toBe(22);
    writeFileSync(join(folder, 'model.safetensors'), 'x');
    expect(countParameters(join(root, 'model'))).toBeNull();
    expect(countParameters(join(root, 'nowhere'))).toBeNull();
  });
});
