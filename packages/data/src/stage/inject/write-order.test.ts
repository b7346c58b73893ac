import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assembleRow, order as orderTable, type Placement, readRows } from '@lethe/contracts';
import { byteTokens, createByteBpeTokenizer } from '@lethe/tokenizers';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { DataSpec } from '../options/data.js';
import { injectIntoSteps } from './inject-into-rows.js';
import { createOrder } from './testing/create-order.js';
import { writeOrder } from './write-order.js';

const tokenizer = createByteBpeTokenizer(byteTokens());
const directory = mkdtempSync(join(tmpdir(), 'lethe-order-'));
afterAll(() => rmSync(directory, { recursive: true }));

const T = 12;
const data = (
  placement: 'prepend' | 'replace' | 'append',
): Pick<DataSpec, 'seed' | 'sequenceLength' | 'order'> => ({
  seed: 3,
  sequenceLength: T,
  order: createOrder({ start: 0, interval: 1, count: 3, placement }, { steps: 4, batchSize: 6 }),
});
/** Background whose tokens tell their row and place, above all token ids. */
const background = (row: number): Int32Array =>
  Int32Array.from({ length: T }, (_, i) => 1000 * (row + 1) + i);

test('every row holds its texts where the table says, and the background as the placement leaves it', async () => {
  const encounter = fc.record({
    step: fc.nat(3),
    text: fc.string({ unit: 'grapheme-ascii', maxLength: 15 }),
  });
  const placements = fc.constantFrom('prepend', 'replace', 'append');
  await fc.assert(
    fc.asyncProperty(fc.array(encounter, { maxLength: 9 }), placements, async (drawn, placement) => {
      const encounters = drawn.map(({ step, text }, i) => ({ factId: `f${i}`, step, text }));
      const config = data(placement as 'prepend');
      const plan = injectIntoSteps(encounters, tokenizer, config);
      await writeOrder(directory, config, 5, plan);
      const rows = await readRows(directory, orderTable);
      expect(rows.map(({ step, row }) => [step, row])).toEqual(
        Array.from({ length: 24 }, (_, i) => [Math.floor(i / 6), i % 6]),
      );
      const met = new Map<string, number[]>();
      for (const row of rows) {
        const seen = new Int32Array(T);
        const injected = row.injected_tokens.length;
        assembleRow(
          background(row.sequence),
          { ...row, placement: row.placement as Placement, injectedTokens: row.injected_tokens },
          seen,
        );
        expect(row.positions).toHaveLength(row.fact_ids.length);
        expect(row.placement).toBe(injected === 0 ? 'none' : placement);
        row.fact_ids.forEach((id, i) => {
          const at = row.positions[i]!;
          met.set(id, [...(met.get(id) ?? []), ...seen.subarray(at, at + row.lengths[i]!)]);
          expect(row.step).toBe(encounters[Number(id.slice(1))]!.step);
        });
        const rest = Array.from(background(row.sequence));
        const kept =
          placement === 'prepend'
            ? [...row.injected_tokens, ...rest.slice(0, T - injected)]
            : placement === 'replace'
              ? [...row.injected_tokens, ...rest.slice(injected)]
              : [...rest.slice(0, T - injected), ...row.injected_tokens];
        expect(Array.from(seen)).toEqual(kept);
      }
      // Each text is met once, whole, with its end.
      expect(met.size).toBe(encounters.length);
      for (const { factId, text } of encounters) {
        expect(tokenizer.decode(met.get(factId)!)).toBe(`${text}<|endoftext|>`);
      }
    }),
    { numRuns: 40 },
  );
});

test('the background does not depend on what is injected', async () => {
  const config = data('prepend');
  const sequencesWith = async (encounters: Parameters<typeof injectIntoSteps>[0]) => {
    await writeOrder(directory, config, 7, injectIntoSteps(encounters, tokenizer, config));
    return (await readRows(directory, orderTable)).map(({ sequence }) => sequence);
  };
  const without = await sequencesWith([]);
  expect(await sequencesWith([{ factId: 'f', step: 1, text: 'a longer text than a row' }])).toEqual(without);
});

test('texts that do not fit are refused with the numbers and what to change', () => {
  const encounters = Array.from({ length: 4 }, (_, i) => ({
    factId: `f${i}`,
    step: 2,
    text: 'x'.repeat(20),
  }));
  expect(() => injectIntoSteps(encounters, tokenizer, data('prepend'))).toThrow(
    /step 2 do not fit[\s\S]*6 x 12 = 72 tokens[\s\S]*4 facts, 8 pieces of up to 12 tokens, 84 tokens[\s\S]*\(8 rows/,
  );
});

test('a stage that is stopped leaves no table', async () => {
  rmSync(join(directory, 'order.arrow'), { force: true });
  let steps = 0;
  const stop = () => {
    steps++;
    if (steps === 3) throw new Error('stop');
  };
  await expect(writeOrder(directory, data('prepend'), 5, new Map(), stop)).rejects.toThrow('stop');
  expect(readdirSync(directory)).toEqual([]);
});
