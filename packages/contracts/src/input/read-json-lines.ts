import { excerpt } from '../text/excerpt.js';
import { TooManyValues } from '../text/json-structure.js';
import type { LineFault } from './line-fault.js';
import { parseJson } from './parse-json.js';
import { type ReadLinesOptions, readLines } from './read-lines.js';

/** One line of a JSONL file: its value, or what is wrong with it. */
export interface JsonLine {
  /** From 1. */
  line: number;
  value: unknown;
  malformed: LineFault | undefined;
}

/**
 * Parses the lines of a JSONL file, plain or compressed, batch by batch, with integers of any size (`parseJson`); blank
 * lines are left out. Lines that are not JSON are yielded with the reason; the caller decides what to do with them.
 * @throws LetheError when the file cannot be read, or compressed data are truncated or corrupt; signal.reason when
 * aborted
 */
export async function* readJsonLines(
  path: string,
  options: ReadLinesOptions = {},
): AsyncGenerator<JsonLine[]> {
  for await (const { first, lines } of readLines(path, options)) {
    const batch: JsonLine[] = [];
    for (let i = 0; i < lines.length; i++) {
      const text = lines[i]!;
      const line = first + i;
      if (typeof text !== 'string') {
        batch.push({ line, value: undefined, malformed: text });
        continue;
      }
      try {
        batch.push({ line, value: parseJson(text), malformed: undefined });
      } catch (error) {
        if (text.trim() === '') continue;
        const found = `${excerpt(text)} (${(error as Error).message})`;
        const kind = error instanceof TooManyValues ? 'too-many-values' : 'not-json';
        batch.push({ line, value: undefined, malformed: { kind, found } });
      }
    }
    yield batch;
  }
}
