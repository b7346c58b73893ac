import type { Difference, FileComparison } from './difference.js';
import type { ColumnTable } from './read-columns.js';
import { hasRenames, type Rename, renamed } from './renames.js';

/** Columns that hold times of the wall clock, which no two runs share: `table.column`. */
export const wallClockColumns: readonly string[] = ['steps.seconds'];

const SHOWN = 3;

/**
 * Compares two tables whose bytes differ, column by column: type, number of differing rows and the first of them, largest
 * absolute and relative difference; then metadata and rows of each batch.
 * @param table name of the table
 */
export function compareColumns(
  left: ColumnTable,
  right: ColumnTable,
  table: string,
  renames: readonly Rename[],
): FileComparison {
  const differences: Difference[] = [];
  const notCompared: string[] = [];
  const expected = [...left.columns.keys()].map((name) => renamed(renames, table, name));
  const found = [...right.columns.keys()];
  const absent = expected.filter((name) => !found.includes(name));
  const extra = found.filter((name) => !expected.includes(name));
  for (const name of absent) differences.push({ part: `column ${name}`, text: 'only on the left' });
  for (const name of extra) differences.push({ part: `column ${name}`, text: 'only on the right' });
  if (absent.length + extra.length === 0 && expected.join() !== found.join()) {
    differences.push({ part: 'columns', text: `another order: ${expected.join()} and ${found.join()}` });
  }
  for (const [name, { type, values }] of left.columns) {
    const nameThere = renamed(renames, table, name);
    const there = right.columns.get(nameThere);
    if (!there) continue;
    const part = `column ${nameThere}`;
    if (type !== there.type) differences.push({ part, text: `type ${type} and ${there.type}` });
    if (nameThere !== name) notCompared.push(`${table}.${name}, now ${nameThere}: its name`);
    if (wallClockColumns.includes(`${table}.${name}`)) {
      notCompared.push(`${table}.${name} (wall-clock time)`);
      continue;
    }
    differences.push(...compareValues(values, there.values, part));
  }
  const rows = ({ batches }: ColumnTable): number => batches.reduce((sum, count) => sum + count, 0);
  if (rows(left) !== rows(right)) {
    differences.push({ part: 'rows', text: `${rows(left)} and ${rows(right)} rows` });
  } else if (left.batches.join() !== right.batches.join()) {
    if (left.stream && right.stream)
      notCompared.push('rows of batches in streams (their writer flushes by time)');
    else differences.push({ part: 'batches', text: `rows of batches: ${left.batches} and ${right.batches}` });
  }
  for (const key of new Set([...left.metadata.keys(), ...right.metadata.keys()])) {
    const [a, b] = [left.metadata.get(key), right.metadata.get(key)];
    if (a === b) continue;
    if (key === 'lethe.version' && hasRenames(renames, table)) notCompared.push(`version of ${table}`);
    else differences.push({ part: 'metadata', text: `${key}: ${a ?? '(absent)'} and ${b ?? '(absent)'}` });
  }
  return { differences, notCompared };
}

function compareValues(left: readonly unknown[], right: readonly unknown[], part: string): Difference[] {
  const rows: number[] = [];
  let count = 0;
  let absolute = 0;
  let relative = 0;
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    if (isSame(left[i], right[i])) continue;
    count++;
    if (rows.length < SHOWN) rows.push(i);
    const [a, b] = [[left[i]].flat(), [right[i]].flat()];
    for (let k = 0; k < Math.min(a.length, b.length); k++) {
      const [x, y] = [a[k], b[k]];
      if (typeof x !== 'number' || typeof y !== 'number' || Object.is(x, y)) continue;
      const distance = Math.abs(x - y);
      absolute = Math.max(absolute, distance);
      relative = Math.max(relative, distance / Math.max(Math.abs(x), Math.abs(y)) || 0);
    }
  }
  if (count === 0) return [];
  const first = rows.map((i) => `\n  row ${i}: ${show(left[i])} and ${show(right[i])}`).join('');
  const largest = absolute > 0 ? `, by at most ${absolute} (relative ${relative})` : '';
  return [{ part, text: `${count} of ${left.length} rows differ${largest}${first}` }];
}

/** Whether two values are the same bits: NaN is NaN, and -0 is not 0. */
function isSame(left: unknown, right: unknown): boolean {
  if (!Array.isArray(left) || !Array.isArray(right)) return Object.is(left, right);
  return left.length === right.length && left.every((value, i) => isSame(value, right[i]));
}

const show = (value: unknown): string => {
  const text = Object.is(value, -0)
    ? '-0'
    : typeof value === 'number'
      ? String(value)
      : String(JSON.stringify(value));
  return text.length > 100 ? `${text.slice(0, 100)}...` : text;
};
