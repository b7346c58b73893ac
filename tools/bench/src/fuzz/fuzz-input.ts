import { createRandom } from '@lethe/contracts';
import type { FuzzedParser } from './fuzzed-parser.js';
import { mutateBytes } from './mutate-bytes.js';
import { mutateJson, nestValues } from './mutate-json.js';

const DEEP = 1_000_000;
/** What no file should be. */
const hostileToAny: readonly Buffer[] = [
  Buffer.alloc(0),
  Buffer.from('\n'),
  Buffer.from([0xef, 0xbb, 0xbf]),
  Buffer.alloc(65_536),
  Buffer.alloc(65_536, 0xff),
  Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n'),
  Buffer.from('['.repeat(DEEP)),
  Buffer.from('['.repeat(DEEP) + ']'.repeat(DEEP)),
  Buffer.from('{"a":'.repeat(DEEP)),
  Buffer.from(`${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`),
];

/** What the inputs of a parser are made from. */
export interface FuzzSource {
  parser: FuzzedParser;
  seeds: readonly Buffer[];
  hostile: readonly Buffer[];
}

/** Values of the first seed that are nested beyond what recursion bears, one after the other. */
const NESTED_VALUES = 24;

/** @param directory where the file will lie: what belongs beside it is written there */
export function fuzzSource(parser: FuzzedParser, directory: string): FuzzSource {
  const seeds = parser.seeds(directory);
  const nested = parser.holds === 'json' ? nestValues(seeds[0]!, NESTED_VALUES, DEEP / 10) : [];
  return { parser, seeds, hostile: [...hostileToAny, ...(parser.hostile?.() ?? []), ...nested] };
}

/** Input `number` of a parser, the same for the same `seed`: its seeds, what is hostile to it, then mutations of seeds. */
export function fuzzInput({ parser, seeds, hostile }: FuzzSource, seed: number, number: number): Buffer {
  const fixed = [...seeds, ...hostile];
  if (number < fixed.length) return fixed[number]!;
  const random = createRandom(seed, `fuzz ${parser.name} ${number}`);
  const begin = random.pick(seeds);
  // Bytes break a text early, so most of its inputs stay close to JSON.
  const keepsJson = parser.holds === 'json' && random.int(4) > 0;
  return keepsJson ? mutateJson(begin, random) : mutateBytes(begin, random, seeds);
}
