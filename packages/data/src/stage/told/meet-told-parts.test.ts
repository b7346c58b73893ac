import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assembleRow, order, type Placement, writeTable } from '@lethe/contracts';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { meetToldParts } from './meet-told-parts.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-met-'));
afterAll(() => rmSync(directory, { recursive: true }));

const LENGTH = 12;

/** Steps and rows at which two rows of background, 0 and 1, lie in batches of two. */
const rows = (sequence: (step: number, row: number) => number, injected: Partial<Injected>[] = []) =>
  Array.from({ length: 6 }, (_, i) => ({
    step: Math.floor(i / 2),
    row: i % 2,
    sequence: sequence(Math.floor(i / 2), i % 2),
    ...{ fact_ids: [], placement: 'none', positions: [], lengths: [], injected_tokens: [] },
    ...injected[i],
  }));
interface Injected {
  fact_ids: string[];
  placement: string;
  positions: number[];
  lengths: number[];
  injected_tokens: number[];
}

test('a text is met whenever its row is seen', async () => {
  writeTable(
    directory,
    order,
    rows((step, row) => (step + row) % 2),
  );
  const parts = new Map([
    [0, [{ fact: 0, start: 0, end: 5 }]],
    [
      1,
      [
        { fact: 0, start: 3, end: 9 },
        { fact: 2, start: 9, end: 12 },
      ],
    ],
  ]);
  expect(await meetToldParts(directory, parts, 3, LENGTH)).toEqual([
    { steps: [0, 0, 1, 1, 2, 2], rows: [0, 1, 0, 1, 0, 1] },
    { steps: [], rows: [] },
    { steps: [0, 1, 2], rows: [1, 0, 1] },
  ]);
});

test('a text that is hidden by more than half is not met', async () => {
  const place = fc.nat(LENGTH - 1);
  const placement = fc.constantFrom<Placement>('prepend', 'append', 'replace');
  await fc.assert(
    fc.asyncProperty(
      place,
      place,
      fc.integer({ min: 1, max: LENGTH }),
      placement,
      place,
      async (a, b, length, how, at) => {
        const part = { fact: 0, start: Math.min(a, b), end: Math.max(a, b) + 1 };
        const position =
          how === 'prepend' ? 0 : how === 'append' ? LENGTH - length : Math.min(at, LENGTH - length);
        const injection = {
          ...{ placement: how, positions: [position], lengths: [length] },
          injected_tokens: new Array<number>(length).fill(-1),
        };
        writeTable(
          directory,
          order,
          rows((_, row) => row, [{ fact_ids: ['f'], ...injection }]),
        );
        const seen = new Int32Array(LENGTH);
        assembleRow(
          Int32Array.from({ length: LENGTH }, (_, i) => i),
          { ...injection, injectedTokens: injection.injected_tokens },
          seen,
        );
        const visible = seen.filter((token) => token >= part.start && token < part.end).length;
        const [met] = await meetToldParts(directory, new Map([[0, [part]]]), 1, LENGTH);
        expect(met!.steps).toEqual(2 * visible >= part.end - part.start ? [0, 1, 2] : [1, 2]);
      },
    ),
    { numRuns: 60 },
  );
});
