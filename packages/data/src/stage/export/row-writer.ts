import type { TokenType } from './encode-tokens.js';
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

/** A format of rows for another trainer. */
export interface RowFormat<Name extends string = string> {
  /** Value of `--format`. */
  name: Name;
  /** What it writes, for help. */
  description: string;
  /** Type of the token ids of a vocabulary. */
  type(vocabSize: number): TokenType;
  create: CreateRowWriter;
}

/** Declares a format; keeps its name as a literal type. */
export const defineRowFormat = <const Name extends string>(format: RowFormat<Name>): RowFormat<Name> =>
  format;
