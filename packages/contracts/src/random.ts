/**
 * Counter-based random numbers: Philox 4x32 with 10 rounds (Salmon et al., SC 2011).
 * A number depends on (seed, purpose, index) and its place in that stream alone, so every stage, backend
 * and thread draws the same values in any order.
 */
export interface Random {
  /** Next 32 random bits, 0 .. 2^32-1. */
  uint32(): number;
  /** Next uniform number in [0, 1) with 53 random bits. */
  uniform(): number;
  /** Next whole number in [0, bound), without modulo bias; `bound` is 1 .. 2^32. */
  int(bound: number): number;
  /** Next standard normal number (Box-Muller). */
  normal(): number;
  /** Shuffles `values` in place (Fisher-Yates) and returns it. */
  shuffle<T extends { length: number; [index: number]: unknown }>(values: T): T;
  /** One element of a non-empty list. */
  pick<T>(values: readonly T[]): T;
}

const ROUND_A = 0xd2511f53;
const ROUND_B = 0xcd9e8d57;
const WEYL_A = 0x9e3779b9;
const WEYL_B = 0xbb67ae85;

/** One Philox 4x32-10 block: four 32-bit words from a 128-bit counter and a 64-bit key, written to `out`. */
export function philox(counter: Uint32Array, key0: number, key1: number, out: Uint32Array): void {
  let c0 = counter[0]!;
  let c1 = counter[1]!;
  let c2 = counter[2]!;
  let c3 = counter[3]!;
  let k0 = key0 | 0;
  let k1 = key1 | 0;
  for (let round = 0; round < 10; round++) {
    const highA = multiplyHigh(ROUND_A, c0);
    const lowA = Math.imul(ROUND_A, c0);
    const highB = multiplyHigh(ROUND_B, c2);
    const lowB = Math.imul(ROUND_B, c2);
    c0 = highB ^ c1 ^ k0;
    c1 = lowB;
    c2 = highA ^ c3 ^ k1;
    c3 = lowA;
    k0 = (k0 + WEYL_A) | 0;
    k1 = (k1 + WEYL_B) | 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/** The stream of random numbers of (seed, purpose, index). */
export function createRandom(seed: number, purpose: string, index = 0): Random {
  const key0 = seed >>> 0;
  const key1 = (hashPurpose(purpose) ^ Math.floor(seed / 2 ** 32)) >>> 0;
  const counter = new Uint32Array([0, 0, index >>> 0, Math.floor(index / 2 ** 32) >>> 0]);
  const block = new Uint32Array(4);
  let used = 4;
  let spareNormal: number | undefined;

  const uint32 = (): number => {
    if (used === 4) {
      philox(counter, key0, key1, block);
      counter[0] = counter[0]! + 1;
      if (counter[0] === 0) counter[1] = counter[1]! + 1;
      used = 0;
    }
    return block[used++]!;
  };
  const uniform = (): number => ((uint32() >>> 5) * 2 ** 26 + (uint32() >>> 6)) / 2 ** 53;
  const int = (bound: number): number => {
    let bits = uint32();
    // All but the last numbers lie below the limit, so its slow remainder is seldom needed.
    if (bits >= 2 ** 32 - bound) {
      const limit = 2 ** 32 - (2 ** 32 % bound);
      while (bits >= limit) bits = uint32();
    }
    return bits % bound;
  };
  const normal = (): number => {
    if (spareNormal !== undefined) {
      const spare = spareNormal;
      spareNormal = undefined;
      return spare;
    }
    // 1 - u lies in (0, 1], so that the logarithm is finite.
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spareNormal = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  return {
    uint32,
    uniform,
    int,
    normal,
    shuffle(values) {
      const list = values as unknown as unknown[];
      for (let i = list.length - 1; i > 0; i--) {
        const j = int(i + 1);
        const kept = list[i];
        list[i] = list[j];
        list[j] = kept;
      }
      return values;
    },
    pick: (values) => values[int(values.length)]!,
  };
}

function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const cross = (middle & 0xffff) + aLow * bHigh;
  return (aHigh * bHigh + (middle >>> 16) + (cross >>> 16)) | 0;
}

/** FNV-1a over the UTF-16 code units of the purpose. */
function hashPurpose(purpose: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < purpose.length; i++) hash = Math.imul(hash ^ purpose.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
