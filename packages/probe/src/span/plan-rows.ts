import { lengthBuckets } from './length-buckets.js';

/** Tokens that one call of a program reads, about: large enough to keep a processor busy, small enough for its caches. */
const TOKENS_PER_CALL = 2048;

/** Inputs of about one length, in calls of one fixed shape. */
export interface RowGroup {
  /** Tokens per row. */
  length: number;
  /** Rows per call. */
  rows: number;
  /** Indices of the inputs of every call, at most `rows` each. */
  calls: number[][];
}

/**
 * Groups inputs of different lengths into calls of few fixed shapes [rows, length], with little padding.
 * @param lengths tokens of every input
 * @param longest tokens of the longest row that the model can read
 */
export function planRows(lengths: readonly number[], longest: number): RowGroup[] {
  const buckets = lengthBuckets(lengths, longest);
  const members: number[][] = buckets.map(() => []);
  lengths.forEach((length, index) => {
    members[buckets.findIndex((bucket) => length <= bucket)]!.push(index);
  });
  return buckets.map((length, bucket) => {
    const inputs = members[bucket]!;
    const calls = Math.ceil(inputs.length / Math.max(1, Math.floor(TOKENS_PER_CALL / length)));
    const rows = Math.ceil(inputs.length / calls);
    return {
      length,
      rows,
      calls: Array.from({ length: calls }, (_, call) => inputs.slice(call * rows, (call + 1) * rows)),
    };
  });
}

/** Share of the tokens of all calls that is padding, 0 to 1. */
export function paddingShare(groups: readonly RowGroup[], lengths: readonly number[]): number {
  const read = groups.reduce((sum, { length, rows, calls }) => sum + length * rows * calls.length, 0);
  return read === 0 ? 0 : 1 - lengths.reduce((sum, length) => sum + length, 0) / read;
}
