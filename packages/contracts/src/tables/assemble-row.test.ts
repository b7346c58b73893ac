import { describe, expect, it } from 'vitest';
import { assembleRow } from './assemble-row.js';

const background = Int32Array.of(1, 2, 3, 4, 5, 6);
const assemble = (injection: Parameters<typeof assembleRow>[1]): number[] => {
  const out = new Int32Array(6).fill(-1);
  assembleRow(background, injection, out);
  return [...out];
};

describe('assembleRow', () => {
  it('leaves the background alone without injection', () => {
    expect(assemble({ placement: 'none', positions: [], lengths: [], injectedTokens: [] })).toEqual([
      1, 2, 3, 4, 5, 6,
    ]);
  });

  it('prepends: the background is shifted and loses its end', () => {
    const one = { placement: 'prepend' as const, positions: [0], lengths: [2], injectedTokens: [70, 71] };
    expect(assemble(one)).toEqual([70, 71, 1, 2, 3, 4]);
    const two = { ...one, positions: [0, 2], lengths: [2, 1], injectedTokens: [70, 71, 80] };
    expect(assemble(two)).toEqual([70, 71, 80, 1, 2, 3]);
    const whole = { ...one, lengths: [6], injectedTokens: [9, 9, 9, 9, 9, 9] };
    expect(assemble(whole)).toEqual([9, 9, 9, 9, 9, 9]);
  });

  it('replaces and appends in place', () => {
    const text = { lengths: [2], injectedTokens: [70, 71] };
    expect(assemble({ ...text, placement: 'replace', positions: [3] })).toEqual([1, 2, 3, 70, 71, 6]);
    expect(assemble({ ...text, placement: 'append', positions: [4] })).toEqual([1, 2, 3, 4, 70, 71]);
  });

  it('refuses texts that leave the row', () => {
    expect(() =>
      assemble({ placement: 'replace', positions: [5], lengths: [2], injectedTokens: [1, 2] }),
    ).toThrow(RangeError);
  });
});
