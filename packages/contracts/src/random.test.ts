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
    expect(shuffled[0] === 0 && shuffled[1] === 1 && shuffled[2] === 2).toBe(false);
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
