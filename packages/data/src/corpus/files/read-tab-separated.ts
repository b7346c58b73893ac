import { excerpt, type ReadLinesOptions, readLines } from '@lethe/contracts';
import type { Malformed } from './malformed-rows.js';

/** One record of a tab-separated file: its cells, or what is wrong with it. */
export interface TabSeparatedRecord {
  /** Number of its first line, from 1. */
  line: number;
  cells: string[];
  malformed: Malformed | undefined;
}

/** A quote that nobody closes must not swallow the rest of the file. */
const MAX_LINES = 64;

/**
 * Reads the records of a tab-separated file, plain or compressed, as pandas writes and reads them: a field that
 * begins with `"` ends at the next single `"`, holds `""` for each quote, and may hold tabs and line ends; a quote
 * elsewhere is text. Blank lines are left out. Where such a field does not end before a tab or a line end, its
 * first line is malformed by itself, and the lines after it are read afresh.
 * @throws LetheError when compressed data are truncated or corrupt; signal.reason when aborted
 */
export async function* readTabSeparated(
  path: string,
  options: ReadLinesOptions = {},
): AsyncGenerator<TabSeparatedRecord> {
  const begun = new BegunRecord();
  for await (const { first, lines } of readLines(path, options)) {
    for (const [i, line] of lines.entries()) {
      if (typeof line === 'string') {
        yield* begun.add(line, first + i);
        continue;
      }
      yield* begun.end();
      yield { line: first + i, cells: [], malformed: line };
    }
  }
  yield* begun.end();
}

/** Lines of a record whose end has not been read. */
class BegunRecord {
  #lines: string[] = [];
  /** Number of the first. */
  #first = 1;

  *add(line: string, number: number): Generator<TabSeparatedRecord> {
    if (this.#lines.length === 0) this.#first = number;
    this.#lines.push(line);
    const text = this.#lines.join('\n');
    const cells = splitCells(text);
    if (Array.isArray(cells)) {
      if (text.trim() !== '') yield { line: this.#first, cells, malformed: undefined };
      this.#lines = [];
    } else if (cells === 'broken' || this.#lines.length > MAX_LINES) {
      yield* this.#giveUpFirst();
    }
  }

  /** No more lines belong to the record. */
  *end(): Generator<TabSeparatedRecord> {
    while (this.#lines.length > 0) yield* this.#giveUpFirst();
  }

  *#giveUpFirst(): Generator<TabSeparatedRecord> {
    const [broken, ...rest] = this.#lines;
    const number = this.#first;
    const found = `a quote that does not end its field in ${excerpt(broken!)}`;
    yield { line: number, cells: [], malformed: { kind: 'open-quote', found } };
    this.#lines = [];
    for (const [i, line] of rest.entries()) yield* this.add(line, number + 1 + i);
  }
}

/** The cells of a record; `open` when more lines may close a quote, `broken` when none can. */
function splitCells(record: string): string[] | 'open' | 'broken' {
  const cells: string[] = [];
  for (let begin = 0; begin <= record.length; ) {
    let end: number;
    if (record[begin] === '"') {
      const close = closingQuote(record, begin);
      if (close < 0) return 'open';
      end = close + 1;
      if (end < record.length && record[end] !== '\t') return 'broken';
      cells.push(record.slice(begin + 1, close).replaceAll('""', '"'));
    } else {
      const tab = record.indexOf('\t', begin);
      end = tab < 0 ? record.length : tab;
      cells.push(record.slice(begin, end));
    }
    begin = end + 1;
  }
  return cells;
}

/** The single quote that ends the field begun at `open`, or -1. */
function closingQuote(record: string, open: number): number {
  let quote = record.indexOf('"', open + 1);
  while (quote >= 0 && record[quote + 1] === '"') quote = record.indexOf('"', quote + 2);
  return quote;
}
