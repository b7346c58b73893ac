import { createTableWriter, sequences } from '@lethe/contracts';
import type { PackedSequences } from './pack-sequences.js';

const BATCH_ROWS = 65_536;

/** Writes the sequences table. */
export function writeSequences(directory: string, packed: PackedSequences): void {
  const listSize = packed.tokens.length / packed.rows;
  const writer = createTableWriter(directory, sequences, { listSize });
  try {
    for (let begin = 0; begin < packed.rows; begin += BATCH_ROWS) {
      const end = Math.min(begin + BATCH_ROWS, packed.rows);
      writer.write({
        tokens: packed.tokens.subarray(begin * listSize, end * listSize),
        document_ids: packed.documentIds.slice(begin, end),
        document_starts: packed.documentStarts.slice(begin, end),
      });
    }
  } catch (error) {
    writer.abort();
    throw error;
  }
  writer.close();
}
