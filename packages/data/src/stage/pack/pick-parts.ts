import { createRandom } from '@lethe/contracts';

/** Rows within which the order of the parts is random. */
const BLOCK = 64;

/**
 * Without end, the numbers of parts in an order in which each has its share of every stretch. One after the other the
 * part is picked that is furthest behind its share; then every 64 picks are shuffled, so that no period could coincide
 * with that of batches: in each place of a block a part is as likely as in any other.
 * After a whole number of blocks a part of k has been picked fewer than 1 time more and fewer than 1 + ln k times less
 * often than its share says (for two parts at most half a time).
 * @param parts with shares that have sum 1
 */
export function* pickParts(
  parts: readonly { share: number }[],
  seed: number,
  purpose: string,
): Generator<number, never> {
  const shares = Float64Array.from(parts, ({ share }) => share);
  const used = new Float64Array(parts.length);
  for (let block = 0; ; block++) {
    const picks = Int32Array.from({ length: BLOCK }, (_, i) => {
      const pick = furthestBehind(shares, used, block * BLOCK + i + 1);
      used[pick]!++;
      return pick;
    });
    yield* createRandom(seed, purpose, block).shuffle(picks);
  }
}

/** The part that lacks most of its share of `places`; of several the first. */
function furthestBehind(shares: Float64Array, used: Float64Array, places: number): number {
  let found = 0;
  for (let part = 1; part < shares.length; part++) {
    const lead = shares[part]! * places - used[part]! - (shares[found]! * places - used[found]!);
    if (lead > 0) found = part;
  }
  return found;
}
