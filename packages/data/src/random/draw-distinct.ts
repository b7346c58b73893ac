import type { Random } from '@lethe/contracts';

/** `count` different numbers of 0 .. universe-1 in random order; fewer are a prefix of more under the same stream. */
export function drawDistinct(random: Random, count: number, universe: number): Int32Array {
  // Fisher-Yates from the front, with the few places that differ from their number kept in a map.
  const moved = new Map<number, number>();
  return Int32Array.from({ length: count }, (_, i) => {
    const j = i + random.int(universe - i);
    const drawn = moved.get(j) ?? j;
    moved.set(j, moved.get(i) ?? i);
    return drawn;
  });
}
