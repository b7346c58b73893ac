import { LetheError } from '@lethe/contracts';
import { isWordBoundary } from '../../text/word-boundaries.js';

/** What counts as an occurrence. */
export interface MatchOptions {
  /** Only where it is not part of a longer word of letters and digits; true by default. */
  wholeWords?: boolean;
  /** Upper case equals lower case, unit by unit; false by default. */
  ignoreCase?: boolean;
}

/** Finds many strings at once. */
interface StringMatcher {
  /** Calls `onMatch` with every string that ends at `end`, from left to right; occurrences may overlap. */
  match(text: string, onMatch: (string: number, end: number) => void): void;
}

/**
 * A matcher of some strings in one pass over a text (Aho and Corasick 1975), whatever their number. Memory: some
 * 30 bytes for each UTF-16 unit of the strings.
 * @throws LetheError when a string is empty
 */
export function createStringMatcher(
  strings: readonly string[],
  { wholeWords = true, ignoreCase = false }: MatchOptions = {},
): StringMatcher {
  const empty = strings.indexOf('');
  if (empty >= 0) {
    throw new LetheError({
      what: 'an empty string occurs everywhere and cannot be counted',
      where: `string ${empty}`,
      next: 'leave it out',
    });
  }
  const fold = foldUnits(ignoreCase);
  const trie = createPatternTrie(strings, fold);
  const fallbacks = findFallbacks(trie);
  const { firstAt, sameAs } = stringsByNode(strings, trie);
  const shorter = nextEndings(trie, fallbacks, firstAt);
  const { child } = trie;

  return {
    match(text, onMatch) {
      let node = 0;
      for (let i = 0; i < text.length; i++) {
        const unit = fold[text.charCodeAt(i)]!;
        let next = child(node, unit);
        while (next === 0 && node !== 0) {
          node = fallbacks[node]!;
          next = child(node, unit);
        }
        node = next;
        const end = i + 1;
        for (let at = firstAt[node]! >= 0 ? node : shorter[node]!; at > 0; at = shorter[at]!) {
          const string = firstAt[at]!;
          // Strings of one node have one length, so they are parts of words together.
          if (wholeWords && !isWhole(text, end - strings[string]!.length, end)) continue;
          for (let equal = string; equal >= 0; equal = sameAs[equal]!) onMatch(equal, end);
        }
      }
    },
  };
}

const isWhole = (text: string, start: number, end: number): boolean =>
  isWordBoundary(text, start) && isWordBoundary(text, end);

let same: Uint16Array | undefined;
let lower: Uint16Array | undefined;

/** What each unit is compared as: itself, or its lower case where that is one unit too. */
function foldUnits(ignoreCase: boolean): Uint16Array {
  same ??= new Uint16Array(0x10000).map((_, unit) => unit);
  if (!ignoreCase) return same;
  lower ??= same.map((unit) => {
    const folded = String.fromCharCode(unit).toLowerCase();
    return folded.length === 1 ? folded.charCodeAt(0) : unit;
  });
  return lower;
}

/** For each node the one with its longest proper ending that is a path of the trie too: Int32Array [size]. */
function findFallbacks(trie: PatternTrie): Int32Array {
  const { units, parents, child } = trie;
  const fallbacks = new Int32Array(trie.size);
  for (const node of byDepth(trie)) {
    if (node === 0 || parents[node] === 0) continue;
    let at = fallbacks[parents[node]!]!;
    let next = child(at, units[node]!);
    while (next === 0 && at !== 0) {
      at = fallbacks[at]!;
      next = child(at, units[node]!);
    }
    fallbacks[node] = next;
  }
  return fallbacks;
}

/** Nodes, those nearest to the root first. */
function byDepth({ size, parents }: PatternTrie): Int32Array {
  const depths = new Int32Array(size);
  for (let node = 1; node < size; node++) depths[node] = depths[parents[node]!]! + 1;
  const starts = new Int32Array(depths.reduce((most, depth) => Math.max(most, depth), 0) + 2);
  for (const depth of depths) starts[depth + 1]!++;
  for (let depth = 1; depth < starts.length; depth++) starts[depth]! += starts[depth - 1]!;
  const order = new Int32Array(size);
  for (let node = 0; node < size; node++) order[starts[depths[node]!]!++] = node;
  return order;
}

/** Strings that end at each node: the first, and for each string the next one; -1 where there is none. */
function stringsByNode(
  strings: readonly string[],
  { size, endOf }: PatternTrie,
): { firstAt: Int32Array; sameAs: Int32Array } {
  const firstAt = new Int32Array(size).fill(-1);
  const sameAs = new Int32Array(strings.length).fill(-1);
  for (let string = strings.length - 1; string >= 0; string--) {
    const node = endOf[string]!;
    sameAs[string] = firstAt[node]!;
    firstAt[node] = string;
  }
  return { firstAt, sameAs };
}

/** For each node the nearest fallback at which a string ends; 0 where there is none. */
function nextEndings(trie: PatternTrie, fallbacks: Int32Array, firstAt: Int32Array): Int32Array {
  const shorter = new Int32Array(trie.size);
  for (const node of byDepth(trie)) {
    const fallback = fallbacks[node]!;
    shorter[node] = firstAt[fallback]! >= 0 ? fallback : shorter[fallback]!;
  }
  return shorter;
}

/** Strings as paths from node 0 on; a node is numbered after its parent. */
interface PatternTrie {
  /** Nodes, the root included. */
  size: number;
  /** UTF-16 unit that leads to each node: Uint16Array [size]. */
  units: Uint16Array;
  /** Int32Array [size] */
  parents: Int32Array;
  /** Node that a string ends at: Int32Array [strings]. */
  endOf: Int32Array;
  /** Node that `unit` leads to from `node`; 0 where there is none. */
  child(node: number, unit: number): number;
}

/**
 * The trie of some strings, none empty. Memory: 14 to 22 bytes for each unit of the strings.
 * @param fold what each unit is compared as, Uint16Array [65536]
 */
function createPatternTrie(strings: readonly string[], fold: Uint16Array): PatternTrie {
  const most = 1 + strings.reduce((sum, { length }) => sum + length, 0);
  const units = new Uint16Array(most);
  const parents = new Int32Array(most);
  // The root has so many children that it is worth a table; the others share one hash table of their edges.
  const fromRoot = new Int32Array(0x10000);
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * most)));
  const mask = slots.length - 1;

  /** Slot of an edge, or the free one where it belongs. */
  const slotOf = (node: number, unit: number): number => {
    const mixed = Math.imul(node, 0x9e3779b1) ^ Math.imul(unit, 0x85ebca6b);
    let slot = (mixed ^ (mixed >>> 15)) & mask;
    for (let next = slots[slot]!; next !== 0; next = slots[slot]!) {
      if (parents[next] === node && units[next] === unit) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  };
  const child = (node: number, unit: number): number =>
    node === 0 ? fromRoot[unit]! : slots[slotOf(node, unit)]!;

  let size = 1;
  const endOf = Int32Array.from(strings, (string) => {
    let node = 0;
    for (let i = 0; i < string.length; i++) {
      const unit = fold[string.charCodeAt(i)]!;
      let next = child(node, unit);
      if (next === 0) {
        next = size++;
        if (node === 0) fromRoot[unit] = next;
        else slots[slotOf(node, unit)] = next;
        units[next] = unit;
        parents[next] = node;
      }
      node = next;
    }
    return node;
  });
  return { size, units: units.subarray(0, size), parents: parents.subarray(0, size), endOf, child };
}
