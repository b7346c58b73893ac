import { arrowReader } from './arrow-reader.js';
import type { CorpusReader } from './corpus-reader.js';
import { corpusTableReader } from './corpus-table-reader.js';
import { fictionalKnowledgeReader } from './fictional-knowledge-reader.js';
import { jsonlReader } from './jsonl-reader.js';
import { parquetReader } from './parquet-reader.js';
import { textFilesReader } from './text-files-reader.js';
import { textReader } from './text-reader.js';

/** Every format that `openCorpus` reads. A new one is a file that calls `defineReader`, and a line here. */
export const corpusReaders = [
  jsonlReader,
  parquetReader,
  arrowReader,
  textReader,
  textFilesReader,
  corpusTableReader,
  fictionalKnowledgeReader,
] as const;

export type CorpusFormat = (typeof corpusReaders)[number]['name'];

export const corpusFormatNames: readonly CorpusFormat[] = corpusReaders.map(({ name }) => name);

/** The reader of a format. */
export function readerOf(format: CorpusFormat): CorpusReader<CorpusFormat> {
  return corpusReaders.find(({ name }) => name === format)!;
}
