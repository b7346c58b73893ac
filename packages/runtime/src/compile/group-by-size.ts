/** Splits `names` in their order into groups of at most `limit` bytes; an entry that is larger makes a group of its own. */
export function groupBySize(
  names: readonly string[],
  bytesOf: (name: string) => number,
  limit: number,
): string[][] {
  const groups: string[][] = [];
  let room = 0;
  for (const name of names) {
    const bytes = bytesOf(name);
    if (groups.length === 0 || bytes > room) {
      groups.push([]);
      room = limit;
    }
    groups.at(-1)!.push(name);
    room -= bytes;
  }
  return groups;
}
