import { expect, it } from 'vitest';
import { readAhead } from './read-training-batches.js';

function source(length: number, failAt = Number.POSITIVE_INFINITY) {
  const seen = { asked: 0, closed: false };
  async function* values() {
    try {
      for (let i = 0; i < length; i++) {
        seen.asked = i + 1;
        if (i === failAt) throw new Error(`value ${i} cannot be read`);
        yield i;
      }
    } finally {
      seen.closed = true;
    }
  }
  return { seen, values: readAhead(values()) };
}

it('gives the same values, the next one asked for while one is in use', async () => {
  const { seen, values } = source(4);
  const got: number[] = [];
  for await (const value of values) {
    got.push(value);
    expect(seen.asked).toBe(Math.min(4, value + 2));
  }
  expect(got).toEqual([0, 1, 2, 3]);
});

it('an error comes after the values before it', async () => {
  const { seen, values } = source(4, 2);
  const got: number[] = [];
  await expect(
    (async () => {
      for await (const value of values) got.push(value);
    })(),
  ).rejects.toThrow('value 2 cannot be read');
  expect(got).toEqual([0, 1]);
  expect(seen.closed).toBe(true);
});

it('who stops early closes the source', async () => {
  const { seen, values } = source(4);
  for await (const _ of values) break;
  expect(seen.closed).toBe(true);
});
