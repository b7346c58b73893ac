import type { ExportShape } from './training-rows.js';

/** Writes the rows of a training in one format. */
export interface RowWriter {
  /** Adds whole rows: Int32Array [rows * sequenceLength]. The memory belongs to the caller. */
  write(tokens: Int32Array): void;
  /** Finishes all files. */
  finish(): void;
  /** Closes what is open; the caller removes the directory. */
  abort(): void;
}

/** What every format takes. */
export interface RowWriterOptions {
  /** Where a format has several files, bytes of token ids after which the next one begins. */
  shardBytes?: number;
}

/** Opens a writer in an empty directory. */
export type CreateRowWriter = (
  directory: string,
  shape: ExportShape,
  options?: RowWriterOptions,
) => RowWriter;
