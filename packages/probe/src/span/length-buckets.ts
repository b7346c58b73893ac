/** Rows are padded to a multiple of this many tokens, which suits the vector units of processors. */
const GRAIN = 8;
/** Each length is one compiled program; more of them save little padding. */
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
