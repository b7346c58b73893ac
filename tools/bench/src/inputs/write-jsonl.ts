import { closeSync, openSync, writeSync } from 'node:fs';

const BUFFERED = 1 << 20;

/** Writes records as JSON lines until there are enough of them, or bytes. */
export function writeJsonl(
  path: string,
  records: Iterable<object>,
  isEnough: (documents: number, bytes: number) => boolean = () => false,
): { documents: number; bytes: number } {
  const file = openSync(path, 'w');
  let documents = 0;
  let bytes = 0;
  let buffered = '';
  for (const record of records) {
    if (isEnough(documents, bytes + buffered.length)) break;
    buffered += `${JSON.stringify(record)}\n`;
    documents++;
    if (buffered.length < BUFFERED) continue;
    bytes += writeSync(file, buffered);
    buffered = '';
  }
  bytes += writeSync(file, buffered);
  closeSync(file);
  return { documents, bytes };
}
