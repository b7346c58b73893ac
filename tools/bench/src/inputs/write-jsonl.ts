import { closeSync, openSync } from 'node:fs';
import { writeFully } from '@lethe/contracts';

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
  const flush = (): void => {
    const text = Buffer.from(buffered);
    writeFully(file, text);
    bytes += text.length;
    buffered = '';
  };
  for (const record of records) {
    if (isEnough(documents, bytes + buffered.length)) break;
    buffered += `${JSON.stringify(record)}\n`;
    documents++;
    if (buffered.length >= BUFFERED) flush();
  }
  flush();
  closeSync(file);
  return { documents, bytes };
}
