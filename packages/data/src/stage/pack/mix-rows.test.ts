import { expect, test } from 'vitest';
import { mixRows } from './mix-rows.js';
import { emptyRows, type PackedRows } from './pack-rows.js';
import { pickParts } from './pick-parts.js';

const WIDTH = 3;

/** Rows that hold their number, in batches. */
function* rowsOf(name: string, rows: number, batchRows: number): Generator<PackedRows> {
  for (let first = 0; first < rows; first += batchRows) {
    const batch = emptyRows(Math.min(batchRows, rows - first), WIDTH);
    for (let row = 0; row < batch.rows; row++) {
      batch.tokens.fill(first + row, row * WIDTH, (row + 1) * WIDTH);
      batch.documentIds[row] = [`${name}-${first + row}`];
      batch.documentStarts[row] = [row % WIDTH];
      batch.lossSpans[row] = [1, 2 + (row % 2)];
    }
    yield batch;
  }
}

const parts = [
  { name: 'a', share: 0.75 },
  { name: 'b', share: 0.25 },
];

function mix(counts: number[], batchRows: number, inner = 4) {
  const picks = pickParts(parts, 1, 'test');
  const given = parts.map(({ name }, i) => rowsOf(name, counts[i]!, inner));
  const batches = [...mixRows(given, picks, WIDTH, batchRows)];
  return {
    sizes: batches.map(({ rows }) => rows),
    tokens: batches.flatMap(({ tokens }) => [...tokens]),
    ids: batches.flatMap(({ documentIds }) => documentIds.flat()),
    spans: batches.flatMap(({ lossSpans }) => lossSpans),
    starts: batches.flatMap(({ documentStarts }) => documentStarts),
  };
}

test('rows keep what is in them and come in their shares, until one is lacking', () => {
  const { ids, tokens, spans, starts, sizes } = mix([300, 20], 10);
  const ofB = ids.filter((id) => id.startsWith('b-'));
  expect(ofB).toEqual(Array.from({ length: 20 }, (_, i) => `b-${i}`));
  expect(Math.abs(ids.length - 80)).toBeLessThanOrEqual(4);
  expect(tokens).toHaveLength(WIDTH * ids.length);
  ids.forEach((id, row) => {
    const number = Number(id.split('-')[1]);
    expect(tokens.slice(row * WIDTH, (row + 1) * WIDTH)).toEqual([number, number, number]);
    // Numbered within its batch of four.
    expect(starts[row]).toEqual([(number % 4) % WIDTH]);
    expect(spans[row]).toEqual([1, 2 + ((number % 4) % 2)]);
  });
  expect(sizes.slice(0, -1).every((size) => size === 10)).toBe(true);
});

test('the sizes of batches change nothing', () => {
  const { sizes, ...rows } = mix([50, 9], 7);
  for (const [batchRows, inner] of [
    [1, 4],
    [64, 4],
  ] as const) {
    const { sizes: others, ...same } = mix([50, 9], batchRows, inner);
    expect(same).toEqual(rows);
    expect(others).not.toEqual(sizes);
  }
});
