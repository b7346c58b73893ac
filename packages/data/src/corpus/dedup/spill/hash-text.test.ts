import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashText } from './hash-text.js';

/** MurmurHash3_x86_128 byte by byte, in BigInt, after the reference code. */
function reference(bytes: Uint8Array): string {
  const M = 0xffffffffn;
  const rotate = (x: bigint, r: bigint): bigint => ((x << r) | (x >> (32n - r))) & M;
  const c = [0x239b961bn, 0xab0e9789n, 0x38b34ae5n, 0xa1e38b93n];
  const turns = [15n, 16n, 17n, 18n];
  const h = [0n, 0n, 0n, 0n];
  const word = (at: number): bigint => {
    let value = 0n;
    for (let i = 3; i >= 0; i--) value = (value << 8n) | BigInt(bytes[at + i] ?? 0);
    return value;
  };
  const mixed = (k: bigint, i: number): bigint => (rotate((k * c[i]!) & M, turns[i]!) * c[(i + 1) % 4]!) & M;
  const steps = [
    [19n, 0x561ccd1bn],
    [17n, 0x0bcaa747n],
    [15n, 0x96cd1c35n],
    [13n, 0x32ac3b17n],
  ] as const;
  const whole = bytes.length - (bytes.length % 16);
  for (let at = 0; at < whole; at += 16) {
    for (let i = 0; i < 4; i++) {
      h[i]! ^= mixed(word(at + 4 * i), i);
      h[i] = (((rotate(h[i]!, steps[i]![0]) + h[(i + 1) % 4]!) & M) * 5n + steps[i]![1]) & M;
    }
  }
  for (let i = 3; i >= 0; i--) h[i]! ^= mixed(word(whole + 4 * i), i);
  for (let i = 0; i < 4; i++) h[i]! ^= BigInt(bytes.length);
  const spread = (): void => {
    h[0] = (h[0]! + h[1]! + h[2]! + h[3]!) & M;
    for (let i = 1; i < 4; i++) h[i] = (h[i]! + h[0]!) & M;
  };
  spread();
  for (let i = 0; i < 4; i++) {
    let x = h[i]!;
    x = ((x ^ (x >> 16n)) * 0x85ebca6bn) & M;
    x = ((x ^ (x >> 13n)) * 0xc2b2ae35n) & M;
    h[i] = x ^ (x >> 16n);
  }
  spread();
  return h.map((x) => x.toString(16).padStart(8, '0')).join('');
}

const ours = (text: string, begin = 0, end = text.length): string => {
  const out = new Uint32Array(4);
  hashText(text, begin, end, out);
  return [...out].map((word) => word.toString(16).padStart(8, '0')).join('');
};

describe('hashText', () => {
  it('is measured against a reference that gives the published value', () => {
    const pangram = Buffer.from('The quick brown fox jumps over the lazy dog');
    expect(reference(pangram)).toBe('2f1583c3ecee2c675d7bf66ce5e91d2c');
  });

  it('is MurmurHash3_x86_128 of the units as little-endian bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(0xffff), { maxLength: 40 }), (units) => {
        const text = String.fromCharCode(...units);
        expect(ours(text)).toBe(reference(Buffer.from(text, 'utf16le')));
      }),
    );
  });

  it('hashes a part as it hashes that part alone', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.nat(40), fc.nat(40), (text, a, b) => {
        const [begin, end] = [Math.min(a, b, text.length), Math.min(Math.max(a, b), text.length)];
        expect(ours(text, begin, end)).toBe(ours(text.slice(begin, end)));
      }),
    );
  });
});
