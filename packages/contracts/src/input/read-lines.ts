import { isUtf8 } from 'node:buffer';
import type { LineFault } from './line-fault.js';
import { type ReadBytesOptions, readBytes } from './read-bytes.js';

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** Longer lines are malformed. As bytes, as a string of two bytes a character and as its value it takes six times as much. */
const MAX_LINE_BYTES = 128 * 2 ** 20;

/** Lines that follow each other in a file, without their ends; a line that is not text carries the reason. */
export interface LineBatch {
  /** Number of the first line, from 1. */
  first: number;
  lines: (string | LineFault)[];
}

export interface ReadLinesOptions extends ReadBytesOptions {
  /** Bytes of the longest line that is read. */
  maxLineBytes?: number;
}

/**
 * Reads the lines of a text file, plain or compressed (gzip, zstd), in bounded memory. Lines end in \n or \r\n;
 * a byte order mark is dropped; the last line needs no end.
 * @throws LetheError when the file cannot be read, or compressed data are truncated or corrupt; signal.reason when
 * aborted
 */
export async function* readLines(path: string, options: ReadLinesOptions = {}): AsyncGenerator<LineBatch> {
  const maxLineBytes = options.maxLineBytes ?? MAX_LINE_BYTES;
  let first = 1;
  let rest: Buffer[] = [];
  let restBytes = 0;
  const keep = (piece: Buffer): void => {
    restBytes += piece.length;
    if (restBytes > maxLineBytes) rest = [];
    else if (piece.length > 0) rest.push(piece);
  };
  // The pieces are let go before the text is made.
  const joinRest = (): Buffer => {
    const whole = Buffer.concat(rest, restBytes);
    rest = [];
    return whole;
  };
  // Whether the present line is too long and has been yielded: who refuses it need not wait for its end.
  let told = false;
  for await (const chunk of readBytes(path, options)) {
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (end === 0) {
      keep(chunk);
      if (restBytes <= maxLineBytes || told) continue;
      yield { first: first++, lines: [tooLong(maxLineBytes)] };
      told = true;
      continue;
    }
    const lines: LineBatch['lines'] = [];
    let begin = 0;
    if (restBytes > 0) {
      begin = chunk.indexOf(NEWLINE) + 1;
      keep(chunk.subarray(0, begin));
      if (restBytes <= maxLineBytes) splitInto(lines, joinRest(), first === 1);
      else if (!told) lines.push(tooLong(maxLineBytes));
      told = false;
    }
    splitInto(lines, chunk.subarray(begin, end), first === 1 && begin === 0);
    rest = [];
    restBytes = 0;
    keep(chunk.subarray(end));
    yield { first, lines };
    first += lines.length;
  }
  if (restBytes === 0 || told) return;
  const lines: LineBatch['lines'] = [];
  if (restBytes > maxLineBytes) lines.push(tooLong(maxLineBytes));
  else splitInto(lines, joinRest(), first === 1);
  yield { first, lines };
}

function tooLong(limit: number): LineFault {
  return { kind: 'line-too-long', found: `more than ${limit} bytes` };
}

function splitInto(lines: LineBatch['lines'], block: Buffer, atBegin: boolean): void {
  const isText = isUtf8(block);
  const marked = atBegin && block.length >= 3 && block.readUIntBE(0, 3) === 0xefbbbf;
  for (let begin = marked ? 3 : 0; begin < block.length; ) {
    const newline = block.indexOf(NEWLINE, begin);
    const next = newline < 0 ? block.length : newline + 1;
    let end = newline < 0 ? block.length : newline;
    if (newline > begin && block[end - 1] === RETURN) end--;
    if (isText) lines.push(block.toString('utf8', begin, end));
    else lines.push(decodeLine(block.subarray(begin, end)));
    begin = next;
  }
}

function decodeLine(line: Buffer): string | LineFault {
  if (isUtf8(line)) return line.toString();
  const at = firstInvalidByte(line);
  const bytes = line.subarray(at, at + 4).toString('hex');
  return { kind: 'not-utf-8', found: `bytes ${bytes} at byte ${at} of the line` };
}

function firstInvalidByte(bytes: Buffer): number {
  let at = 0;
  while (at < bytes.length) {
    const lead = bytes[at]!;
    const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (length > 1 && !isUtf8(bytes.subarray(at, at + length))) break;
    at += length;
  }
  return at;
}
