import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRows } from '@lethe/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFindings } from '../../claims/finding-rows.js';
import { analyzeSpec } from '../../options/analyze.js';
import { runAnalyze } from '../../run-analyze.js';
import { experimentContext } from '../../testing/experiment-context.js';
import { lawsOf, writeSweep } from '../../testing/synthetic-sweep.js';
import { contrastsTable } from './contrasts-table.js';
import { runContrasts } from './run-contrasts.js';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'lethe-contrasts-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('the stage on a sweep', () => {
  it('writes contrasts with their figures, and claims without labels that say so', async () => {
    const setting = (batchSize: number, decay: number) => ({
      depths: ['memorization'],
      laws: lawsOf(0.5, decay),
      config: { data: { order: { batchSize } } },
    });
    const directory = join(root, 'sweep');
    const runs = await writeSweep(directory, 'b', { large: setting(32, 0.1), small: setting(8, 0.3) });
    const out = join(directory, 'analyze');
    mkdirSync(out);
    const config = analyzeSpec.parse({ bootstrap: { resamples: 100 }, exports: ['csv'] });
    const signal = new AbortController().signal;
    const log = (): void => undefined;
    await runAnalyze({ config, experiment: 'sweep', profile: 'full', runs }, { out, log, signal });
    const rows = await readRows(out, contrastsTable);
    const swept = rows.filter(({ axis }) => axis === 'b');
    // The variants set one number, by which they are in order.
    for (const row of swept) {
      expect(row).toMatchObject({ first: 'small', last: 'large', options: 'data.order.batchSize', seeds: 2 });
      expect(row.contrast).toBeCloseTo(row.last_value - row.first_value, 12);
    }
    const decay = swept.find(
      (row) => row.quantity === 'net_decay_constant' && row.condition === 'paraphrase',
    )!;
    expect(decay).toMatchObject({ pairing: 'seeds and facts', interval_method: 't', permuted: 'seeds' });
    expect(decay.contrast).toBeLessThan(-0.1);
    expect(decay.low!).toBeLessThan(decay.contrast);
    expect(swept.filter(({ quantity }) => quantity === 'training_loss')).toMatchObject([
      { condition: '', depth: '', contrast: 0, pairing: 'seeds' },
    ]);
    const findings = await readFindings(out);
    expect(findings.map(({ finding_id }) => finding_id)).toContain(
      'F17-duplication-memorization-batch size 32 - 8',
    );
    const html = readFileSync(join(out, 'report.html'), 'utf8');
    expect(html).toContain('id="contrasts"');
    expect(html).toContain('contrast-b-cross-fitted-effectivity');
    expect(readFileSync(join(out, 'figures', 'contrast-b-cross-fitted-effectivity.csv'), 'utf8')).toContain(
      '8',
    );
    const files = readdirSync(join(out, 'figures')).filter((name) => name.startsWith('contrast-'));
    expect(files.some((name) => name.includes('scenario'))).toBe(false);
  }, 60_000);
});

describe('scenarios of one run', () => {
  it('compare scenarios in the same words by their intervals, and others two by two', async () => {
    const runs = await writeSweep(join(root, 'spacing'), 'c', {
      1: {
        facts: { s40: 4, s10: 4, s20: 4, once: 4, paraphrase: 4, control: 4 },
        count: 2,
        intervals: { s10: 10, s20: 20 },
      },
    });
    const context = await experimentContext(runs);
    const { result } = (await runContrasts(context))!;
    const effects = result.filter(
      ({ measured: { quantity, depth } }) => quantity.name === 'effectivity' && depth === 'semantic',
    );
    expect(
      effects.map(({ measured: { series, places } }) => [
        series.axis,
        ...places.map(({ value, x }) => [value, x]),
      ]),
    ).toEqual([
      ['interval', ['s10', 10], ['s20', 20], ['s40', 40]],
      ['scenario', ['once', null], ['s10', null]],
      ['scenario', ['once', null], ['s20', null]],
      ['scenario', ['once', null], ['s40', null]],
    ]);
    for (const { measured } of effects) expect(measured).toMatchObject({ pairing: 'seeds', condition: '' });
    const { contrasts } = effects[0]!;
    expect(contrasts.map(({ kind }) => kind)).toEqual(['difference', 'difference', 'slope']);
  });
});
