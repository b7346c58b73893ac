import { formatTable } from '@lethe/contracts';
import { type Quantiles, quantileShares, type Range, type Share } from './quantiles.js';

/** A table of text: a title, names of columns where there are several, and rows of a label and values. */
export interface Section {
  title: string;
  columns?: readonly string[];
  rows: readonly (readonly string[])[];
}

/** Lays out sections: labels to the left, values to the right of their columns. */
export function formatSections(sections: readonly Section[]): string {
  return sections.map(formatSection).join('\n\n');
}

function formatSection({ title, columns, rows }: Section): string {
  const table = columns ? [['', ...columns], ...rows] : rows;
  const right = Array.from(
    { length: Math.max(...table.map(({ length }) => length)) - 1 },
    () => 'right' as const,
  );
  return [
    title,
    ...formatTable(table, ['left', ...right])
      .split('\n')
      .map((line) => `  ${line}`),
  ].join('\n');
}

/** A number as a reader wants it: whole ones with thousands, others with two digits, small ones with three. */
export function number(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString('en-US');
  const digits = Math.abs(value) < 1 ? 3 : Math.abs(value) < 100 ? 2 : 1;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

export function percent(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}

export function share({ count, of }: Share): string {
  return of === 0 ? 'none' : `${number(count)} of ${number(of)} (${percent(count / of)})`;
}

export function range({ min, mean, max }: Range): string {
  return `${number(min)} / ${number(mean)} / ${number(max)}`;
}

/** Names of the columns of `quantileRow`. */
export const quantileColumns: readonly string[] = [
  'mean',
  ...quantileShares.map((at) =>
    at === '0' ? 'min' : at === '1' ? 'max' : percent(Number(at)).replace('.0 ', ' '),
  ),
];

export function quantileRow(label: string, { mean, at }: Quantiles): string[] {
  return [label, number(mean), ...quantileShares.map((share) => number(at[share]))];
}
