import { extname } from 'node:path';
import { compressionOf, readBytes, readHead, uncompressedName } from '../files/read-bytes.js';
import { textExtensions } from './read-text-documents.js';

/** Formats of a corpus, and what each is. */
export const corpusFormats = {
  jsonl: 'a JSON record on every line; plain, gzip or zstd',
  parquet: 'Parquet',
  arrow: 'Arrow IPC file or stream, such as Feather 2 or what Hugging Face datasets saves',
  text: 'text whose documents begin at WikiText headings, else after blank lines; plain, gzip or zstd',
  'text-files': 'text files that are one document each, as in a folder',
  corpus: 'a directory with the corpus table of Lethe',
  'fictional-knowledge': 'the passages of Fictional Knowledge (arXiv 2406.11813)',
} as const;

export type CorpusFormat = keyof typeof corpusFormats;

export const corpusFormatNames = Object.keys(corpusFormats) as CorpusFormat[];

const extensions: Readonly<Record<string, CorpusFormat>> = {
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.parquet': 'parquet',
  '.arrow': 'arrow',
  '.arrows': 'arrow',
  '.feather': 'arrow',
  ...Object.fromEntries(textExtensions.map((extension) => [extension, 'text'])),
};

const HEAD_BYTES = 4096;

/** The format that the name of a file promises, whether or not it ends in .gz or .zst. */
export function formatOfName(path: string): CorpusFormat | undefined {
  return extensions[extname(uncompressedName(path)).toLowerCase()];
}

/** The format of a file: by its first bytes where they tell, else by its name, else by how its text begins. */
export async function detectFormat(path: string): Promise<CorpusFormat | undefined> {
  const head = await readHead(path, HEAD_BYTES);
  const magic = head.toString('latin1', 0, 6);
  if (magic.startsWith('PAR1')) return 'parquet';
  if (magic === 'ARROW1' || magic.startsWith('\xff\xff\xff\xff')) return 'arrow';
  const named = formatOfName(path);
  if (named !== undefined) return named;
  const begin = compressionOf(head) === 'none' ? head : await firstBytes(path);
  const text = begin
    .toString()
    .replace(/^\ufeff/, '')
    .trimStart();
  if (text.startsWith('[')) return text.includes('"train_context"') ? 'fictional-knowledge' : undefined;
  // A record that goes on over several lines is a file of settings.
  return /^\{.*\}\s*$/.test(text.split('\n')[0]!) || (text.startsWith('{') && !text.includes('\n'))
    ? 'jsonl'
    : undefined;
}

async function firstBytes(path: string): Promise<Buffer> {
  for await (const chunk of readBytes(path)) return chunk.subarray(0, HEAD_BYTES);
  return Buffer.alloc(0);
}
