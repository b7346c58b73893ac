import { createRandom } from '@lethe/contracts';
import type { FuzzedParser } from './fuzzed-parser.js';
import { mutateBytes } from './mutate-bytes.js';
import { mutateJson, nestedValue, replaceValues } from './mutate-json.js';

const DEEP = 1_000_000;
/** More than parsers that make something of every value would bear. */
const MANY = 10_000_000;
/** What no file should be; made when it is asked for, since some are large. */
const hostileToAny: readonly (() => Buffer)[] = [
  () => Buffer.alloc(0),
  () => Buffer.from('\n'),
  () => Buffer.from([0xef, 0xbb, 0xbf]),
  () => Buffer.alloc(65_536),
  () => Buffer.alloc(65_536, 0xff),
  () => Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n'),
  () => Buffer.from('['.repeat(DEEP)),
  () => Buffer.from('['.repeat(DEEP) + ']'.repeat(DEEP)),
  () => Buffer.from('{"a":'.repeat(DEEP)),
  () => Buffer.from(`${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`),
  () => Buffer.from(`[${'[],'.repeat(MANY)}[]]`),
  () => Buffer.from(`[${'{},'.repeat(MANY)}{}]`),
];

/** What the inputs of a parser are made from. */
export interface FuzzSource {
  parser: FuzzedParser;
  seeds: readonly Buffer[];
  hostile: readonly (() => Buffer)[];
}

/**
 * What values of JSON are replaced with: one nested beyond what recursion bears, items and keys in such numbers and texts
 * so long that no message should name all of them.
 */
const replacements: readonly { value: () => string; places: number }[] = [
  { value: () => nestedValue(DEEP / 10), places: 24 },
  { value: () => `[${'0,'.repeat(DEEP / 2)}0]`, places: 8 },
  { value: () => `[${'{},'.repeat(DEEP / 4)}{}]`, places: 8 },
  { value: () => `{${Array.from({ length: DEEP / 4 }, (_, i) => `"k${i}":[]`).join()}}`, places: 8 },
  { value: () => JSON.stringify('x'.repeat(DEEP)), places: 8 },
  { value: () => JSON.stringify({ ['x'.repeat(DEEP)]: 0 }), places: 8 },
];

/** @param directory where the file will lie: what belongs beside it is written there */
export function fuzzSource(parser: FuzzedParser, directory: string): FuzzSource {
  const seeds = parser.seeds(directory);
  const replaced =
    parser.holds === 'json'
      ? replacements.flatMap(({ value, places }) => replaceValues(seeds[0]!, places, value))
      : [];
  return { parser, seeds, hostile: [...hostileToAny, ...(parser.hostile ?? []), ...replaced] };
}

/** Input `number` of a parser, the same for the same `seed`: its seeds, what is hostile to it, then mutations of seeds. */
export function fuzzInput({ parser, seeds, hostile }: FuzzSource, seed: number, number: number): Buffer {
  if (number < seeds.length) return seeds[number]!;
  const made = hostile[number - seeds.length];
  if (made) return made();
  const random = createRandom(seed, `fuzz ${parser.name} ${number}`);
  const begin = random.pick(seeds);
  // Bytes break a text early, so most of its inputs stay close to JSON.
  const keepsJson = parser.holds === 'json' && random.int(4) > 0;
  return keepsJson ? mutateJson(begin, random) : mutateBytes(begin, random, seeds);
}
