import type { Result } from './result.js';

/** Six digits hold every number that a page or a reader needs, and hide what rounding does to the last ones. */
const DIGITS = 6;

/** A result as the text of its file: rounded, without nulls, with a line for each finding and each row of a table. */
export function formatResult({ findings, tables, ...head }: Result): string {
  const lines = Object.entries(head).map(([key, value]) => `  ${JSON.stringify(key)}: ${line(value)}`);
  const told = findings.map((finding) => `    ${line(withoutNulls(finding))}`);
  lines.push(`  "findings": ${list(told, '  ')}`);
  const shown = Object.entries(tables).map(([name, { columns, rows }]) => {
    const content = list(
      rows.map((row) => `        ${line(row)}`),
      '      ',
    );
    return `    ${JSON.stringify(name)}: {\n      "columns": ${line(columns)},\n      "rows": ${content}\n    }`;
  });
  lines.push(`  "tables": ${shown.length === 0 ? '{}' : `{\n${shown.join(',\n')}\n  }`}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

const list = (items: readonly string[], indent: string): string =>
  items.length === 0 ? '[]' : `[\n${items.join(',\n')}\n${indent}]`;

/** A value on one line; numbers that are none are null in JSON. */
const line = (value: unknown): string =>
  JSON.stringify(value, (_, item: unknown) => (typeof item === 'number' ? rounded(item) : item));

const rounded = (value: number): number => Number(value.toPrecision(DIGITS));

const withoutNulls = (finding: Result['findings'][number]): object =>
  Object.fromEntries(Object.entries(finding).filter(([, value]) => value !== null));
