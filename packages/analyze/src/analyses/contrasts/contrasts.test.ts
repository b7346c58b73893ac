import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RowOf } from '@lethe/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { experimentContext } from '../../testing/experiment-context.js';
import { lawsOf, writeSweep } from '../../testing/synthetic-sweep.js';
import { contrastsSection } from './contrasts-section.js';
import type { contrastsTable } from './contrasts-table.js';
import { runContrasts } from './run-contrasts.js';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'lethe-contrasts-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('contrasts of a sweep', () => {
  it('are rows of their table, with figures against the swept value', async () => {
    const setting = (batchSize: number, decay: number) => ({
      depths: ['memorization'],
      laws: lawsOf(0.5, decay),
      config: { data: { order: { batchSize } } },
    });
    const settings = { large: setting(32, 0.1), small: setting(8, 0.3) };
    const context = await experimentContext(await writeSweep(join(root, 'sweep'), 'b', settings));
    const { tables, result } = (await runContrasts(context))!;
    const swept = (tables.contrasts as RowOf<typeof contrastsTable>[]).filter(({ axis }) => axis === 'b');
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
    const { parts } = contrastsSection(context, result);
    const figures = parts.filter((part) => typeof part === 'object');
    // Pairs of scenarios are no axis.
    expect(figures.map(({ id }) => id)).toEqual(
      ['cross-fitted-effectivity', 'decay-constant', 'cross-fitted-decay-constant', 'share-left'].map(
        (name) => `contrast-b-${name}`,
      ),
    );
    expect(figures[0]).toMatchObject({ xScale: 'log', panels: [{ title: 'memorization' }] });
    expect(figures[0]!.panels[0]!.series.map(({ points }) => points.map(({ x }) => x))).toEqual([
      [8, 32],
      [8, 32],
    ]);
    const table = parts.at(-1) as string;
    expect(table.match(/<tr><th scope="row">/g)).toHaveLength(tables.contrasts.length);
    expect(table).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('are silent where nothing differs', async () => {
    const facts = { duplication: 2, paraphrase: 2, control: 2 };
    const runs = await writeSweep(join(root, 'one'), 'c', { 1: { facts } }, [1]);
    expect(await runContrasts(await experimentContext(runs))).toBeUndefined();
  });
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
