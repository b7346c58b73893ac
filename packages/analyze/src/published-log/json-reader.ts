import { LetheError } from '@lethe/contracts';

/** What a reader tells of a document, in its order. */
export interface JsonHandler {
  begin(kind: 'array' | 'object'): void;
  end(kind: 'array' | 'object'): void;
  key(name: string): void;
  /** Whether the number that comes is wanted; the text of others is only checked for its end. */
  wantsNumber(): boolean;
  /** A number, also NaN and the infinities; NaN for one that is not wanted. */
  number(value: number): void;
  /** null, true, false or a string. */
  other(value: string | boolean | null): void;
}

const MOST_TOKEN_BYTES = 65_536;
const [QUOTE, COMMA, COLON, BACKSLASH] = [0x22, 0x2c, 0x3a, 0x5c];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const words = new Map<string, number | boolean | null>([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['null', null],
  ['true', true],
  ['false', false],
]);
const numberForm = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
const isWordByte = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) ||
  (byte >= 0x41 && byte <= 0x5a) ||
  (byte >= 0x61 && byte <= 0x7a) ||
  byte === 0x2b ||
  byte === 0x2d ||
  byte === 0x2e;

/**
 * Reads JSON as Python's `json` writes it, in which NaN and the infinities may stand for numbers, from chunks
 * of bytes; it holds one chunk and one token at a time.
 */
export class JsonReader {
  readonly #file: string;
  readonly #handler: JsonHandler;
  /** Open arrays and objects; true for an object. */
  readonly #open: boolean[] = [];
  #expects: 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end' | 'nothing' = 'value';
  #rest: Buffer = Buffer.alloc(0);
  /** Bytes before `#rest`. */
  #offset = 0;

  /** @param file names the document in errors */
  constructor(file: string, handler: JsonHandler) {
    this.#file = file;
    this.#handler = handler;
  }

  /** @throws LetheError where the bytes are no such JSON, naming the byte */
  write(chunk: Buffer): void {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    let at = 0;
    while (at < bytes.length) {
      if (isSpace(bytes[at]!)) {
        at++;
        continue;
      }
      const next = this.#token(bytes, at);
      if (next < 0) break;
      at = next;
    }
    if (bytes.length - at > MOST_TOKEN_BYTES) {
      throw this.#problem(at, `a value of at most ${MOST_TOKEN_BYTES} bytes`, 'a longer one');
    }
    this.#offset += at;
    this.#rest = Buffer.from(bytes.subarray(at));
  }

  /** @throws LetheError where the document is not complete */
  close(): void {
    if (this.#expects === 'nothing' && this.#rest.length === 0) return;
    throw new LetheError({
      what: 'this log is truncated',
      where: `${this.#file}, byte ${this.#offset + this.#rest.length}`,
      expected: this.#rest.length > 0 ? 'the rest of a value' : this.#expects,
      found: 'the end of the file',
      next: 'download the whole file again; a few hundred bytes in Git LFS are only a pointer to it',
    });
  }

  /** Takes the token at a place. @returns the place behind it; -1 where it may go on in the next chunk */
  #token(bytes: Buffer, at: number): number {
    const byte = bytes[at]!;
    const expects = this.#expects;
    const mayEnd = expects.endsWith('end');
    const inObject = this.#open.at(-1) === true;
    if ((byte === CLOSE_ARRAY && !inObject) || (byte === CLOSE_OBJECT && inObject)) {
      if (!mayEnd || this.#open.length === 0) throw this.#unexpected(bytes, at);
      this.#open.pop();
      this.#handler.end(inObject ? 'object' : 'array');
      this.#valueEnds();
      return at + 1;
    }
    if (expects === 'colon' || expects === 'comma or end') {
      if (byte !== (expects === 'colon' ? COLON : COMMA)) throw this.#unexpected(bytes, at);
      this.#expects = expects === 'comma or end' && inObject ? 'key' : 'value';
      return at + 1;
    }
    if (byte === QUOTE && expects !== 'nothing') return this.#string(bytes, at);
    if (!expects.startsWith('value')) throw this.#unexpected(bytes, at);
    if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) {
      const isObject = byte === OPEN_OBJECT;
      this.#open.push(isObject);
      this.#expects = isObject ? 'key or end' : 'value or end';
      this.#handler.begin(isObject ? 'object' : 'array');
      return at + 1;
    }
    return this.#word(bytes, at);
  }

  #string(bytes: Buffer, at: number): number {
    let end = at + 1;
    while (end < bytes.length && bytes[end] !== QUOTE) end += bytes[end] === BACKSLASH ? 2 : 1;
    if (end >= bytes.length) return -1;
    let text: string;
    try {
      text = JSON.parse(bytes.toString('utf8', at, end + 1)) as string;
    } catch {
      throw this.#unexpected(bytes, at);
    }
    if (this.#expects.startsWith('key')) {
      this.#expects = 'colon';
      this.#handler.key(text);
    } else {
      this.#handler.other(text);
      this.#valueEnds();
    }
    return end + 1;
  }

  #word(bytes: Buffer, at: number): number {
    let end = at;
    while (end < bytes.length && isWordByte(bytes[end]!)) end++;
    if (end === bytes.length) return -1;
    if (end === at) throw this.#unexpected(bytes, at);
    const first = bytes[at]!;
    const isDigit =
      (first >= 0x30 && first <= 0x39) || (first === 0x2d && end - at > 1 && bytes[at + 1] !== 0x49);
    if (isDigit && !this.#handler.wantsNumber()) this.#handler.number(Number.NaN);
    else {
      const text = bytes.toString('latin1', at, end);
      const word = words.get(text);
      if (word === undefined && !numberForm.test(text)) throw this.#unexpected(bytes, at);
      if (word === undefined) this.#handler.number(Number(text));
      else if (typeof word === 'number') this.#handler.number(word);
      else this.#handler.other(word);
    }
    this.#valueEnds();
    return end;
  }

  #valueEnds(): void {
    this.#expects = this.#open.length === 0 ? 'nothing' : 'comma or end';
  }

  #unexpected(bytes: Buffer, at: number): LetheError {
    return this.#problem(at, this.#expects, JSON.stringify(bytes.toString('utf8', at, at + 20)));
  }

  #problem(at: number, expected: string, found: string): LetheError {
    return new LetheError({
      what: 'this log is not JSON',
      where: `${this.#file}, byte ${this.#offset + at}`,
      expected,
      found,
      next: 'name the file as the analysis of arXiv 2406.11813 wrote it',
    });
  }
}
