import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom, philox } from './random.js';

function block(counter: number[], key: number[]): string[] {
  const out = new Uint32Array(4);
  philox(new Uint32Array(counter), key[0]!, key[1]!, out);
  return [...out].map((word) => word.toString(16).padStart(8, '0'));
}

describe('philox', () => {
  // Known-answer vectors of the reference implementation (Random123, philox4x32 with 10 rounds).
  it('gives the published answers', () => {
    expect(block([0, 0, 0, 0], [0, 0])).toEqual(['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd8']);
    const ones = 0xffffffff;
    expect(block([ones, ones, ones, ones], [ones, ones])).toEqual([
      '408f276d',
      '41c83b0e',
      'a20bc7c6',
      '6d5451fd',
    ]);
    expect(block([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0])).toEqual([
      'd16cfe09',
      '94fdcceb',
      '5001e420',
      '24126ea1',
    ]);
  });
});

describe('createRandom', () => {
  it('depends on seed, purpose and index, and on nothing else', () => {
    const draw = (seed: number, purpose: string, index?: number) =>
      createRandom(seed, purpose, index).uint32();
    expect(draw(1, 'order')).toBe(draw(1, 'order'));
    const values = [
      draw(1, 'order'),
      draw(2, 'order'),
      draw(1, 'init'),
      draw(1, 'order', 1),
      draw(2 ** 32 + 1, 'order'),
    ];
    expect(new Set(values).size).toBe(values.length);
  });

  it('draws whole numbers below any bound, and shuffles to a permutation', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 2 ** 32 }), (seed, bound) => {
        const value = createRandom(seed, 'p').int(bound);
        return Number.isInteger(value) && value >= 0 && value < bound;
      }),
    );
    const shuffled = createRandom(3, 'shuffle').shuffle(Int32Array.from({ length: 100 }, (_, i) => i));
    expect([...shuffled].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
  });

  it('is philox of a counter that counts blocks, index above them, under the key of seed and purpose', () => {
    // FNV-1a of the empty text is its offset basis.
    const [index, seed, key] = [2 ** 32 * 5 + 9, 2 ** 32 * 3 + 4, 0x811c9dc5 ^ 3];
    const random = createRandom(seed, '', index);
    const drawn = Array.from({ length: 3 }, () =>
      Array.from({ length: 4 }, () => random.uint32().toString(16).padStart(8, '0')),
    );
    expect(drawn).toEqual([0, 1, 2].map((number) => block([number, 0, 9, 5], [4, key])));
  });

  it('shuffles to every permutation equally often', () => {
    const counts = new Map<string, number>();
    const random = createRandom(5, 'permutations');
    const n = 24_000;
    for (let i = 0; i < n; i++) {
      const key = random.shuffle([0, 1, 2, 3]).join('');
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    // Chi-squared of 23 degrees of freedom: mean 23, standard deviation 6.8.
    const chiSquared = [...counts.values()].reduce((sum, count) => sum + (count - n / 24) ** 2 / (n / 24), 0);
    expect(chiSquared).toBeLessThan(50);
  });

  it('draws whole numbers without favouring small ones', () => {
    // 2^32 is 1 1/3 times this bound: a remainder alone would fall into the first third half of the time.
    const bound = 3 * 2 ** 30;
    const random = createRandom(11, 'int');
    const n = 30_000;
    let first = 0;
    for (let i = 0; i < n; i++) if (random.int(bound) < 2 ** 30) first++;
    expect(Math.abs(first / n - 1 / 3)).toBeLessThan(4 * Math.sqrt(2 / 9 / n));
    expect(new Set(Array.from({ length: 100 }, () => random.pick(['a', 'b', 'c'])))).toEqual(
      new Set(['a', 'b', 'c']),
    );
  });

  it('has the moments of its distributions', () => {
    const random = createRandom(7, 'moments');
    const n = 100_000;
    let sum = 0;
    let squares = 0;
    let fourth = 0;
    let uniform = 0;
    for (let i = 0; i < n; i++) {
      const z = random.normal();
      sum += z;
      squares += z * z;
      fourth += z ** 4;
      uniform += random.uniform();
    }
    expect(Math.abs(sum / n)).toBeLessThan(4 / Math.sqrt(n));
    expect(Math.abs(squares / n - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    expect(Math.abs(fourth / n - 3)).toBeLessThan(4 * Math.sqrt(96 / n));
    expect(Math.abs(uniform / n - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / n));
  });
});
