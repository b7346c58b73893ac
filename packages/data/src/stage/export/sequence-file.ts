import { closeSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ByteSink, LetheError, readBatches, readFully, sequences } from '@lethe/contracts';

/** Rows of background text in any order, from a flat file: a step takes rows from all over the table. */
interface SequenceFile {
  readonly rows: number;
  /** Tokens per row. */
  readonly sequenceLength: number;
  /** Reads row `sequence` into `out`, Int32Array [sequenceLength]. */
  read(sequence: number, out: Int32Array): void;
  /** Closes and removes the file. */
  close(): void;
}

/**
 * Copies the tokens of the sequences table into `sequences.tmp` in `directory`, 4 bytes per token.
 * Memory: one batch of the table.
 * @throws LetheError when the table is empty or its rows differ in length; signal.reason when aborted
 */
export async function openSequenceFile(
  data: string,
  directory: string,
  signal: AbortSignal,
): Promise<SequenceFile> {
  const path = join(directory, 'sequences.tmp');
  const sink = new ByteSink(path);
  let sequenceLength = 0;
  let rows = 0;
  try {
    for await (const batch of readBatches(data, sequences)) {
      signal.throwIfAborted();
      const size = batch.listSize('tokens');
      if (rows > 0 && size !== sequenceLength) throw unequal(data, rows, sequenceLength, size);
      sink.write(batch.numbers('tokens'));
      sequenceLength = size;
      rows += batch.length;
    }
    if (rows === 0) throw new LetheError({ what: 'the sequences table has no rows', where: data });
  } catch (error) {
    sink.close();
    rmSync(path, { force: true });
    throw error;
  }
  sink.close();
  const file = openSync(path, 'r');
  const rowBytes = 4 * sequenceLength;
  return {
    rows,
    sequenceLength,
    read(sequence, out) {
      const read = readFully(file, out.subarray(0, sequenceLength), sequence * rowBytes);
      if (read < rowBytes) throw new Error(`${path} ends before row ${sequence}`);
    },
    close() {
      closeSync(file);
      rmSync(path, { force: true });
    },
  };
}

function unequal(data: string, row: number, expected: number, found: number): LetheError {
  return new LetheError({
    what: 'rows of the sequences table differ in length',
    where: data,
    expected: `${expected} tokens`,
    found: `${found} tokens from row ${row} on`,
    next: 'run the data stage again',
  });
}
