import type { Random } from '@lethe/contracts';
import { LARGEST_INPUT } from './largest-input.js';

/** Strings, numbers and words, brackets, commas and colons of JSON, and whatever else there is, character by character. */
const TOKENS = /"(?:[^"\\]|\\.)*"|[-+.\w]+|[\s\S]/g;
const DEPTHS = [2, 50, 1000, 10_000, 200_000];

const values: readonly ((random: Random) => string)[] = [
  () => 'null',
  () => 'true',
  () => '0',
  () => '-1',
  () => '0.5',
  () => '1e999',
  () => '-0',
  () => '1e-320',
  () => '2147483648',
  () => '4294967296',
  () => '9007199254740993',
  () => '123456789012345678901234567890',
  () => 'NaN',
  () => '-Infinity',
  () => '""',
  () => '"__proto__"',
  () => '"constructor"',
  () => '"\\ud800"',
  () => '"\\u0000"',
  () => '"\u2028"',
  () => '"../../../../../../etc/passwd"',
  () => '[]',
  () => '{}',
  () => '[[]]',
  () => '{"a":{}}',
  (random) => JSON.stringify('x'.repeat(random.pick([10, 1000, 100_000]))),
  (random) => `[${'0,'.repeat(random.pick([10, 1000, 100_000]))}0]`,
  (random) => '['.repeat(random.pick(DEPTHS)),
  (random) => nested(random.pick(DEPTHS), '[', ']'),
  (random) => nested(random.pick(DEPTHS), '{"a":', '}'),
];

const nested = (depth: number, open: string, close: string): string =>
  `${open.repeat(depth)}1${close.repeat(depth)}`;
const isValue = (token: string): boolean => /^["\w+.-]/.test(token);

/** Arrays in arrays. */
export const nestedValue = (depth: number): string => nested(depth, '[', ']');

/** JSON with one of its values, evenly chosen, replaced. @param count how many places, if it has as many */
export function replaceValues(json: Buffer, count: number, value: () => string): (() => Buffer)[] {
  const tokens: string[] = json.toString('utf8').match(TOKENS) ?? [];
  const places = tokens.flatMap((token, i) => (isValue(token) && tokens[i + 1] !== ':' ? [i] : []));
  const chosen = places.filter((_, i) => i % Math.ceil(places.length / count) === 0);
  return chosen.map((place) => () => Buffer.from(tokens.with(place, value()).join('')));
}

type Mutation = (tokens: string[], random: Random) => void;

const mutations: readonly Mutation[] = [
  function replaceValue(tokens, random) {
    const places = tokens.flatMap((token, i) => (isValue(token) ? [i] : []));
    if (places.length > 0) tokens[random.pick(places)] = random.pick(values)(random);
  },
  // A value in the place of a whole array or object, wherever it ends.
  function replaceBlock(tokens, random) {
    const starts = tokens.flatMap((token, i) => (token === '[' || token === '{' ? [i] : []));
    if (starts.length === 0) return;
    const from = random.pick(starts);
    let [to, open] = [from, 0];
    do {
      if (/^[[{]$/.test(tokens[to]!)) open++;
      if (/^[\]}]$/.test(tokens[to]!)) open--;
      to++;
    } while (open > 0 && to < tokens.length);
    tokens.splice(from, to - from, random.pick(values)(random));
  },
  function insert(tokens, random) {
    tokens.splice(random.int(tokens.length + 1), 0, random.pick(values)(random));
  },
  function remove(tokens, random) {
    tokens.splice(random.int(tokens.length + 1), 1 + random.int(3));
  },
  function repeat(tokens, random) {
    const from = random.int(tokens.length + 1);
    const part = tokens.slice(from, from + 1 + random.int(32));
    tokens.splice(from, 0, ...Array.from({ length: 1 + random.int(64) }, () => part).flat());
  },
  function swap(tokens, random) {
    if (tokens.length === 0) return;
    const [a, b] = [random.int(tokens.length), random.int(tokens.length)];
    [tokens[a], tokens[b]] = [tokens[b]!, tokens[a]!];
  },
];

/** Changes JSON, or lines of it, in one to four ways that leave most of its structure as it was. */
export function mutateJson(json: Buffer, random: Random): Buffer {
  const tokens = json.toString('utf8').match(TOKENS) ?? [];
  for (let times = 1 + random.int(4); times > 0; times--) random.pick(mutations)(tokens, random);
  return joinUpTo(tokens, LARGEST_INPUT);
}

/** Long values that were repeated twice come to more than a string holds. */
function joinUpTo(tokens: readonly string[], most: number): Buffer {
  let [end, length] = [0, 0];
  while (end < tokens.length && length <= most) length += tokens[end++]!.length;
  return Buffer.from(tokens.slice(0, end).join('')).subarray(0, most);
}
