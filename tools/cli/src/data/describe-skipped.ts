import type { ReadSummary } from '@lethe/data';

/** One line for every kind of malformed row that was skipped, with the first places. */
export function describeSkipped({ skipped }: ReadSummary): string[] {
  return skipped.flatMap(({ kind, count, examples }) => [
    `skipped ${count.toLocaleString('en-US')} malformed (${kind}), such as`,
    ...examples.map(({ file, line, found }) => `  ${file}:${line}: ${found}`),
  ]);
}
