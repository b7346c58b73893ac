import type { StringBytes } from '@lethe/contracts';

/**
 * Tells ids of tables that list the same ones in the same order again and again by what followed each the last time,
 * which saves making strings of millions of rows.
 * @param numberOf numbers by id
 * @returns a function from a column and its length to Int32Array [length]; -1 for ids that have no number
 */
export function createIdNumbering(
  numberOf: ReadonlyMap<string, number>,
): (column: StringBytes, length: number) => Int32Array {
  const decoder = new TextDecoder();
  const entries = new Map<string, number>();
  const texts: Uint8Array[] = [];
  const numbers: number[] = [];
  /** Entry that followed each; at -1, kept as the first, what a table began with. */
  const followers: number[] = [-1];
  let last = -1;

  const entryOf = (text: Uint8Array): number => {
    const id = decoder.decode(text);
    const known = entries.get(id);
    if (known !== undefined) return known;
    const entry = texts.length;
    entries.set(id, entry);
    texts.push(text.slice());
    numbers.push(numberOf.get(id) ?? -1);
    followers.push(-1);
    return entry;
  };

  return ({ offsets, bytes }, length) => {
    const found = new Int32Array(length);
    for (let i = 0; i < length; i++) {
      const [start, end] = [offsets[i]!, offsets[i + 1]!];
      let entry = followers[last + 1]!;
      if (entry < 0 || !isAt(texts[entry]!, bytes, start, end)) {
        entry = entryOf(bytes.subarray(start, end));
        followers[last + 1] = entry;
      }
      last = entry;
      found[i] = numbers[entry]!;
    }
    return found;
  };
}

function isAt(text: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let k = 0; k < text.length; k++) if (text[k] !== bytes[start + k]) return false;
  return true;
}
