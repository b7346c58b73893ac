import { createRandom } from '@lethe/contracts';

/**
 * Without end, the numbers of parts in an order in which each has its share of every stretch: after n picks a part of
 * k with share p has been picked fewer than 1 + p (k - 2) times more or fewer than n p times. Stratified
 * sampling: pick j of a part falls at a random place of the j-th stretch of length 1 / p, and the parts are merged, so
 * that no period could coincide with that of the batches.
 * @param parts with shares that have sum 1; names choose their random numbers
 */
export function* pickParts(
  parts: readonly { name: string; share: number }[],
  seed: number,
  purpose: string,
): Generator<number, never> {
  const streams = parts.map(({ name, share }) => {
    const random = createRandom(seed, `${purpose}/${name}`);
    let number = 0;
    return () => (number++ + random.uniform()) / share;
  });
  const next = streams.map((place) => place());
  for (;;) {
    let first = 0;
    for (let i = 1; i < next.length; i++) if (next[i]! < next[first]!) first = i;
    next[first] = streams[first]!();
    yield first;
  }
}
