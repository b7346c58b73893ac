import { extname } from 'node:path';
import { compressionOf, readBytes, readHead, uncompressedName } from '@lethe/contracts';
import type { CorpusReader } from './corpus-reader.js';
import { type CorpusFormat, corpusReaders } from './corpus-readers.js';

const HEAD_BYTES = 4096;
const readers: readonly CorpusReader<CorpusFormat>[] = corpusReaders;

/** The format that the name of a file implies, whether or not it ends in .gz or .zst. */
export function formatOfName(path: string): CorpusFormat | undefined {
  return formatOfDataFile(path) ?? readerWith(({ looseExtensions = [] }) => looseExtensions, path)?.name;
}

/** As `formatOfName`, for data sets of the hub, whose cards and settings lie beside the data. */
export function formatOfDataFile(path: string): CorpusFormat | undefined {
  return readerWith(({ extensions }) => extensions, path)?.name;
}

function readerWith(extensionsOf: (reader: CorpusReader) => readonly string[], path: string) {
  const extension = extname(uncompressedName(path)).toLowerCase();
  return readers.find((reader) => extensionsOf(reader).includes(extension));
}

/** The format of a file: by its first bytes where they tell, else by its name, else by how its text begins. */
export async function detectFormat(path: string): Promise<CorpusFormat | undefined> {
  const head = await readHead(path, HEAD_BYTES);
  const known = readers.find(({ magic }) => magic?.(head))?.name ?? formatOfName(path);
  if (known !== undefined) return known;
  const begin = compressionOf(head) === 'none' ? head : await firstBytes(path);
  const text = begin
    .toString()
    .replace(/^\ufeff/, '')
    .trimStart();
  return readers.find(({ sniff }) => sniff?.(text))?.name;
}

async function firstBytes(path: string): Promise<Buffer> {
  for await (const chunk of readBytes(path)) return chunk.subarray(0, HEAD_BYTES);
  return Buffer.alloc(0);
}
