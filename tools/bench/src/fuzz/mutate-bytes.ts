import type { Random } from '@lethe/contracts';
import { LARGEST_INPUT } from './largest-input.js';

/** Integers at which sizes, offsets and counts go wrong. */
const EDGES = [
  ...[0n, 1n, -1n, 0x7fn, 0x80n, 0xffffn, 0x10000n],
  ...[2n ** 20n, 2n ** 28n, 2n ** 30n, 2n ** 31n - 1n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 32n],
  ...[2n ** 40n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 62n, 2n ** 63n - 1n, 2n ** 63n],
];

type Mutation = (bytes: Buffer, random: Random, others: readonly Buffer[]) => Buffer;

const copy = (bytes: Buffer): Buffer => Buffer.from(bytes);
const place = (bytes: Buffer, random: Random): number => random.int(bytes.length + 1);
const stretch = (bytes: Buffer, random: Random): [from: number, to: number] => {
  const from = place(bytes, random);
  return [from, Math.min(bytes.length, from + 1 + random.int(random.pick([4, 64, 1024])))];
};

const mutations: readonly Mutation[] = [
  function flipBits(bytes, random) {
    const changed = copy(bytes);
    for (let flips = 1 + random.int(8); flips > 0 && bytes.length > 0; flips--)
      changed[random.int(bytes.length)]! ^= 1 << random.int(8);
    return changed;
  },
  function setBytes(bytes, random) {
    const changed = copy(bytes);
    const [from, to] = stretch(bytes, random);
    return changed.fill(random.pick([0, 0x7f, 0x80, 0xff, random.int(256)]), from, to);
  },
  function truncate(bytes, random) {
    return bytes.subarray(0, place(bytes, random));
  },
  function append(bytes, random) {
    const more = Buffer.alloc(1 + random.int(64), random.pick([0, 0xff, random.int(256)]));
    return Buffer.concat([bytes, more]);
  },
  function remove(bytes, random) {
    const [from, to] = stretch(bytes, random);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
  function repeat(bytes, random) {
    const [from, to] = stretch(bytes, random);
    const times = 1 + random.int(random.pick([2, 16, 256]));
    return Buffer.concat([
      bytes.subarray(0, to),
      ...Array(times).fill(bytes.subarray(from, to)),
      bytes.subarray(to),
    ]);
  },
  function move(bytes, random) {
    const changed = copy(bytes);
    const [from, to] = stretch(bytes, random);
    bytes.copy(changed, random.int(Math.max(1, bytes.length)), from, to);
    return changed;
  },
  function splice(bytes, random, others) {
    const other = random.pick(others);
    return Buffer.concat([bytes.subarray(0, place(bytes, random)), other.subarray(place(other, random))]);
  },
  function blowUpInteger(bytes, random) {
    const width = random.pick([1, 2, 4, 8]);
    if (bytes.length < width) return bytes;
    const changed = copy(bytes);
    const word = Buffer.alloc(8);
    word.writeBigInt64LE(BigInt.asIntN(64, random.pick([...EDGES, BigInt(bytes.length)])));
    const little = word.subarray(0, width);
    const integer = random.int(4) === 0 ? Buffer.from(little).reverse() : little;
    // Lengths tend to be aligned, and to lie at the ends of a file.
    const steps = Math.floor((bytes.length - width) / width) + 1;
    const near = Math.min(steps, 16);
    const step = random.pick([random.int(steps), random.int(near), steps - 1 - random.int(near)]);
    integer.copy(changed, random.int(4) === 0 ? random.int(bytes.length - width + 1) : step * width);
    return changed;
  },
  function blowUpVarint(bytes, random) {
    const at = place(bytes, random);
    const varint = Buffer.from([
      ...Array(1 + random.int(9)).fill(0xff),
      random.pick([0x00, 0x01, 0x0f, 0x7f]),
    ]);
    return Buffer.concat([bytes.subarray(0, at), varint, bytes.subarray(at + 1)]);
  },
];

/** Changes bytes in one to four ways. @param others whose ends are spliced on */
export function mutateBytes(bytes: Buffer, random: Random, others: readonly Buffer[]): Buffer {
  let changed = bytes;
  for (let times = 1 + random.int(4); times > 0; times--)
    changed = random.pick(mutations)(changed, random, others);
  return changed.subarray(0, LARGEST_INPUT);
}
