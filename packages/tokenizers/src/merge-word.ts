import { PairHeap } from './pair-heap.js';

/** What a pair of tokens merges to, and how early. */
export interface Merge {
  rank: number;
  id: number;
}

/** The merge of two tokens, or undefined. */
export type FindMerge = (left: number, right: number) => Merge | undefined;

/** From this length on, looking through the whole word for every merge takes longer than a heap. */
const LONG_WORD = 48;

/**
 * Merges the tokens of a word: of all pairs the one of lowest rank, the leftmost first, until none is left, as
 * Hugging Face's Rust library does.
 * @param ids tokens of the single bytes; may be changed
 */
export function mergeWord(ids: number[], findMerge: FindMerge): number[] {
  return ids.length < LONG_WORD ? mergeByScanning(ids, findMerge) : mergeByHeap(ids, findMerge);
}

/** Quadratic in the length of the word. */
export function mergeByScanning(ids: number[], findMerge: FindMerge): number[] {
  for (;;) {
    let lowest = Number.POSITIVE_INFINITY;
    let at = -1;
    let id = -1;
    for (let i = 0; i + 1 < ids.length; i++) {
      const merge = findMerge(ids[i]!, ids[i + 1]!);
      if (merge && merge.rank < lowest) {
        lowest = merge.rank;
        at = i;
        id = merge.id;
      }
    }
    if (at < 0) return ids;
    ids.splice(at, 2, id);
  }
}

/** n log n in the length of the word. */
export function mergeByHeap(ids: readonly number[], findMerge: FindMerge): number[] {
  const tokens = Int32Array.from(ids);
  const next = Int32Array.from(ids, (_, i) => (i + 1 < ids.length ? i + 1 : -1));
  const previous = Int32Array.from(ids, (_, i) => i - 1);
  const heap = new PairHeap();
  const consider = (left: number): void => {
    if (left < 0 || next[left]! < 0) return;
    const merge = findMerge(tokens[left]!, tokens[next[left]!]!);
    if (merge) heap.push(-merge.rank, left);
  };
  for (let i = 0; i < ids.length; i++) consider(i);
  while (heap.size > 0) {
    const { count, pair: left } = heap.pop();
    const right = next[left]!;
    // Removed tokens have no next one; others may have merged since.
    if (right < 0) continue;
    const merge = findMerge(tokens[left]!, tokens[right]!);
    if (merge?.rank !== -count) continue;
    tokens[left] = merge.id;
    next[left] = next[right]!;
    if (next[left]! >= 0) previous[next[left]!] = left;
    next[right] = -1;
    consider(previous[left]!);
    consider(left);
  }
  const merged: number[] = [];
  for (let i = ids.length > 0 ? 0 : -1; i >= 0; i = next[i]!) merged.push(tokens[i]!);
  return merged;
}
