import { basename, extname } from 'node:path';
import { compressionOf, readBytes, readHead } from './read-bytes.js';
import { textExtensions } from './read-text-documents.js';

/** Formats of a corpus, and what each is. */
export const corpusFormats = {
  jsonl: 'a JSON record on every line; plain, gzip or zstd',
  text: 'text whose documents begin at WikiText headings, else after blank lines; plain, gzip or zstd',
  'text-files': 'text files that are one document each',
  corpus: 'a directory with the corpus table of Lethe',
} as const;

export type CorpusFormat = keyof typeof corpusFormats;

export const corpusFormatNames = Object.keys(corpusFormats) as CorpusFormat[];

const extensions: Readonly<Record<string, CorpusFormat>> = {
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  ...Object.fromEntries(textExtensions.map((extension) => [extension, 'text'])),
};

/** A file name without the ending that says how it is compressed. */
export function uncompressedName(path: string): string {
  return basename(path).replace(/\.(gz|gzip|zst|zstd)$/i, '');
}

/** The format that the name of a file promises. */
export function formatOfName(path: string): CorpusFormat | undefined {
  return extensions[extname(uncompressedName(path)).toLowerCase()];
}

/** The format of a file: by its first bytes where they tell, else by its name, else by what its text begins with. */
export async function detectFormat(path: string): Promise<CorpusFormat | undefined> {
  const named = formatOfName(path);
  if (named !== undefined) return named;
  const head = await readHead(path, 8);
  const begin = compressionOf(head) === 'none' ? await readHead(path, 4096) : await firstBytes(path);
  return /^\ufeff?\s*\{/.test(begin.toString()) ? 'jsonl' : undefined;
}

async function firstBytes(path: string): Promise<Buffer> {
  for await (const chunk of readBytes(path)) return chunk.subarray(0, 4096);
  return Buffer.alloc(0);
}
