import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, readRows, sequences } from '@lethe/contracts';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { documentsInMemory } from '../pack/pack-sequences.js';
import { writeSequences } from '../pack/write-sequences.js';
import { placeTellings, type ToldText } from './place-tellings.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-told-'));
afterAll(() => rmSync(directory, { recursive: true }));

const END = 0;

test('the row of a text is the one that holds most of its tokens', async () => {
  const document = fc.integer({ min: 0, max: 24 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(document, { minLength: 2, maxLength: 8 }),
      fc.integer({ min: 2, max: 9 }),
      fc.nat(),
      async (sizes, sequenceLength, seed) => {
        fc.pre(sizes.reduce((sum, size) => sum + size + 1, 0) >= sequenceLength);
        const random = createRandom(seed, 'test');
        const documents = sizes.map((size, d) => ({
          id: `d${d}`,
          tokens: Int32Array.from({ length: size }, (_, i) => 1000 * (d + 1) + i),
        }));
        const texts = new Map<string, ToldText[]>();
        documents.forEach(({ id, tokens }, d) => {
          const [a, b] = [random.int(tokens.length + 1), random.int(tokens.length + 1)];
          // The whole document, and a stretch of it.
          texts.set(id, [
            { fact: 2 * d, from: 0, to: tokens.length },
            { fact: 2 * d + 1, from: Math.min(a, b), to: Math.max(a, b) },
          ]);
        });
        await writeSequences(directory, documentsInMemory(documents), {
          endOfText: END,
          sequenceLength,
          random,
        });
        const rows = (await readRows(directory, sequences)).map(({ tokens }) => Array.from(tokens));
        const found = await placeTellings(directory, texts);
        const placed = new Map(
          [...found].flatMap(([row, parts]) => parts.map((part) => [part.fact, { row, ...part }])),
        );
        documents.forEach((_, d) => {
          texts.get(`d${d}`)!.forEach(({ fact, from, to }) => {
            const first = 1000 * (d + 1);
            const held = rows.map((row) =>
              row.filter((token) => token >= first + from && token < first + to),
            );
            const most = Math.max(...held.map(({ length }) => length));
            const part = placed.get(fact);
            if (most === 0) expect(part).toBeUndefined();
            else {
              expect(rows[part!.row]!.slice(part!.start, part!.end)).toEqual(held[part!.row]);
              expect(part!.row).toBe(held.findIndex(({ length }) => length === most));
            }
          });
        });
      },
    ),
    { numRuns: 30 },
  );
});
