/** Tokens per call, about: enough to keep a processor busy, few enough for its caches. */
const TOKENS_PER_CALL = 2048;

/** Inputs of about one length, in calls of one fixed shape. */
export interface RowGroup {
  /** Tokens per row. */
  length: number;
  /** Rows per call. */
  rows: number;
  /** Indices of the inputs of every call, at most `rows` each. */
  calls: number[][];
}

/**
 * Groups inputs of different lengths into calls of few fixed shapes [rows, length], with little padding.
 * @param lengths tokens of every input
 * @param longest tokens of the longest row that the model can read
 */
export function planRows(lengths: readonly number[], longest: number): RowGroup[] {
  const buckets = lengthBuckets(lengths, longest);
  const members: number[][] = buckets.map(() => []);
  lengths.forEach((length, index) => {
    members[buckets.findIndex((bucket) => length <= bucket)]!.push(index);
  });
  return buckets.map((length, bucket) => {
    const inputs = members[bucket]!;
    const calls = Math.ceil(inputs.length / Math.max(1, Math.floor(TOKENS_PER_CALL / length)));
    const rows = Math.ceil(inputs.length / calls);
    return {
      length,
      rows,
      calls: Array.from({ length: calls }, (_, call) => inputs.slice(call * rows, (call + 1) * rows)),
    };
  });
}

/**
 * Lays out prompts in the rows of one call, padded at the end; rows beyond them read their first, empty place.
 * @returns tokens Int32Array [rows, length]; positions Int32Array [rows], the last token of every prompt in the flattened rows
 */
export function layOutPrompts(
  prompts: readonly (readonly number[])[],
  { rows, length }: Pick<RowGroup, 'rows' | 'length'>,
): { tokens: Int32Array; positions: Int32Array } {
  const tokens = new Int32Array(rows * length);
  const positions = Int32Array.from({ length: rows }, (_, row) => row * length);
  prompts.forEach((prompt, row) => {
    tokens.set(prompt, row * length);
    positions[row] = row * length + prompt.length - 1;
  });
  return { tokens, positions };
}

/** Tokens that pass through the model in all calls, padding included. */
export function tokensOf(
  groups: readonly { rows: number; length: number; calls: readonly unknown[] }[],
): number {
  return groups.reduce((sum, { rows, length, calls }) => sum + rows * length * calls.length, 0);
}

/** Share of the tokens of all calls that is padding, 0 to 1. */
export function paddingShare(groups: readonly RowGroup[], lengths: readonly number[]): number {
  const read = tokensOf(groups);
  return read === 0 ? 0 : 1 - lengths.reduce((sum, length) => sum + length, 0) / read;
}

/** Rows are padded to a multiple of this many tokens, which suits the vector units of processors. */
const GRAIN = 8;
/** Each length is one compiled program; more lengths save little padding. */
const MOST_BUCKETS = 8;
/** Share of padding below which no further length is worth its compilation. */
const GOOD_PADDING = 0.15;

/**
 * Chooses the row lengths to which inputs are padded: the fewest (at most 8) for which less than 15 % of all
 * tokens are padding, placed so that padding is smallest.
 * @param lengths tokens of every input, each at most `longest`
 * @returns ascending lengths; an input belongs to the first that is not shorter
 */
export function lengthBuckets(lengths: readonly number[], longest: number): number[] {
  if (lengths.length === 0) return [];
  const counts = new Map<number, number>();
  let tokens = 0;
  for (const length of lengths) {
    const padded = Math.min(Math.ceil(length / GRAIN) * GRAIN, longest);
    counts.set(padded, (counts.get(padded) ?? 0) + 1);
    tokens += length;
  }
  const candidates = [...counts.keys()].sort((a, b) => a - b);
  const numbers = candidates.map((length) => counts.get(length)!);
  for (let buckets = 1; ; buckets++) {
    const { chosen, padded } = cheapest(candidates, numbers, buckets);
    const enough = 1 - tokens / padded < GOOD_PADDING;
    if (enough || buckets >= Math.min(MOST_BUCKETS, candidates.length)) return chosen;
  }
}

/** The `buckets` candidates for which the padded tokens of all inputs are fewest, by dynamic programming. */
function cheapest(
  candidates: readonly number[],
  numbers: readonly number[],
  buckets: number,
): { chosen: number[]; padded: number } {
  // best[i]: the first i candidates in the present number of buckets, the last of which ends at candidate i - 1.
  let best: { chosen: number[]; padded: number }[] = candidates.map(() => ({
    chosen: [],
    padded: Number.POSITIVE_INFINITY,
  }));
  best.unshift({ chosen: [], padded: 0 });
  for (let bucket = 0; bucket < buckets; bucket++) {
    const next: typeof best = best.map(() => ({ chosen: [], padded: Number.POSITIVE_INFINITY }));
    for (let end = 1; end <= candidates.length; end++) {
      let inputs = 0;
      for (let start = end; start >= 1; start--) {
        inputs += numbers[start - 1]!;
        const padded = best[start - 1]!.padded + inputs * candidates[end - 1]!;
        if (padded < next[end]!.padded) {
          next[end] = { chosen: [...best[start - 1]!.chosen, candidates[end - 1]!], padded };
        }
      }
    }
    best = next;
  }
  return best.at(-1)!;
}
