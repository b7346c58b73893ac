import { join } from 'node:path';
import type { RowWriter, RowWriterOptions } from './row-writer.js';
import type { ExportShape } from './training-rows.js';

/** 500 MB, as the Hugging Face hub has. */
const SHARD_BYTES = 500_000_000;

/** One file that is being written. */
export type Shard = RowWriter;

/** File names of a data set in shards: `data-00000-of-00002.arrow`, ... */
export function shardNames(
  prefix: string,
  extension: string,
  { rows, sequenceLength }: ExportShape,
  { shardBytes = SHARD_BYTES }: RowWriterOptions = {},
): { names: string[]; rowsPerShard: number } {
  const rowsPerShard = Math.max(1, Math.floor(shardBytes / 4 / sequenceLength));
  const count = Math.ceil(rows / rowsPerShard);
  const number = (value: number): string => String(value).padStart(5, '0');
  const names = Array.from(
    { length: count },
    (_, i) => `${prefix}-${number(i)}-of-${number(count)}.${extension}`,
  );
  return { names, rowsPerShard };
}

/** Writes rows to the files in turn, `rowsPerShard` to each. */
export function createShardedWriter(
  directory: string,
  { names, rowsPerShard }: { names: string[]; rowsPerShard: number },
  sequenceLength: number,
  open: (path: string) => Shard,
): RowWriter {
  let next = 0;
  let left = 0;
  let shard: Shard | undefined;
  return {
    write(tokens) {
      for (let done = 0; done < tokens.length; ) {
        if (left === 0) {
          shard?.finish();
          shard = open(join(directory, names[next++]!));
          left = rowsPerShard;
        }
        const part = tokens.subarray(done, done + left * sequenceLength);
        shard!.write(part);
        done += part.length;
        left -= part.length / sequenceLength;
      }
    },
    finish: () => shard?.finish(),
    abort: () => shard?.abort(),
  };
}
