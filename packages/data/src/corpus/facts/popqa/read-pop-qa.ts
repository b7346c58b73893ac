import { existsSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import {
  LetheError,
  MAX_TEXT_BYTES,
  parseJson,
  readJsonLines,
  readWhole,
  uncompressedName,
} from '@lethe/contracts';
import { IdSet } from '../../files/id-set.js';
import {
  type Malformed,
  type MalformedPolicy,
  MalformedRows,
  type SkippedRows,
} from '../../files/malformed-rows.js';
import { readTabSeparated } from '../../files/read-tab-separated.js';
import { type PopQaRow, parsePopQaRecord } from './pop-qa-record.js';

/** The formats in which PopQA is distributed. */
export const popQaFormats = ['tsv', 'json', 'jsonl'] as const;
export type PopQaFormat = (typeof popQaFormats)[number];

export interface PopQaOptions {
  /** By default the extension decides: .tsv, .json, .jsonl or .ndjson, each plain, gzip or zstd. */
  format?: PopQaFormat | undefined;
  /** `refuse` by default: stop at the first malformed row; `skip`: leave such rows out and count them. */
  onMalformed?: MalformedPolicy | undefined;
  signal?: AbortSignal | undefined;
}

/** PopQA as read from a file. */
export interface PopQa {
  format: PopQaFormat;
  /** In the order of the file. */
  rows: PopQaRow[];
  /** Malformed rows that were left out, by kind, with the numbers of the first lines. */
  skipped: SkippedRows[];
}

interface NumberedRecord {
  line: number;
  record: unknown;
  malformed: Malformed | undefined;
}

/**
 * Reads PopQA (Mallen et al. 2023): the published TSV, a JSON list of {question, answer, aliases}, or JSONL with
 * {question, golden_answers, metadata}. TSV and JSONL are read line by line, a JSON list as a whole.
 * @throws LetheError when the file is absent, none of these, or has malformed rows that are refused;
 * signal.reason when aborted
 */
export async function readPopQa(path: string, options: PopQaOptions = {}): Promise<PopQa> {
  const format = options.format ?? formatOfName(path);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
    throw notPopQa(path, 'this is not a file', 'a file of PopQA', existsSync(path) ? 'a folder' : 'nothing');
  }
  const malformedRows = new MalformedRows(options.onMalformed ?? 'refuse');
  const unit = format === 'json' ? 'row' : 'line';
  const ids = new IdSet();
  const rows: PopQaRow[] = [];
  let number = 0;
  for await (const { line, record, malformed } of readers[format](path, options.signal)) {
    const row = malformed ?? parsePopQaRecord(record, number);
    number++;
    if ('kind' in row) malformedRows.reject(row, path, line, unit);
    else if (!ids.add(row.id))
      malformedRows.reject({ kind: 'duplicate-id', found: row.id }, path, line, unit);
    else rows.push(row);
  }
  if (rows.length === 0) {
    throw notPopQa(path, 'this file holds no row of PopQA', 'rows with a question and its answers', 'none');
  }
  return { format, rows, skipped: malformedRows.summary() };
}

function formatOfName(path: string): PopQaFormat {
  const extension = extname(uncompressedName(path)).toLowerCase();
  const format = ({ '.tsv': 'tsv', '.json': 'json', '.jsonl': 'jsonl', '.ndjson': 'jsonl' } as const)[
    extension
  ];
  if (format) return format;
  throw notPopQa(
    path,
    'the file name does not show its format',
    'a name that ends in .tsv, .json or .jsonl (.gz and .zst may follow)',
    extension || 'no ending',
  );
}

const readers: Record<
  PopQaFormat,
  (path: string, signal: AbortSignal | undefined) => AsyncGenerator<NumberedRecord>
> = {
  async *jsonl(path, signal) {
    for await (const lines of readJsonLines(path, { signal })) {
      for (const { line, value, malformed } of lines) yield { line, record: value, malformed };
    }
  },
  async *json(path, signal) {
    const bytes = await readWhole(path, { signal });
    if (bytes === undefined) {
      throw notPopQa(path, 'this file is too large', `at most ${MAX_TEXT_BYTES} bytes`, 'more');
    }
    let list: unknown;
    try {
      list = parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    } catch (error) {
      throw notPopQa(path, 'this file is not JSON', 'a JSON list of rows', (error as Error).message);
    }
    if (!Array.isArray(list)) {
      throw notPopQa(path, 'this file is not a list of rows', 'a JSON list', typeof list);
    }
    for (const [i, record] of list.entries()) yield { line: i + 1, record, malformed: undefined };
  },
  async *tsv(path, signal) {
    let header: string[] | undefined;
    for await (const { line, cells, malformed } of readTabSeparated(path, { signal })) {
      if (header === undefined) {
        header = cells.map((name) => name.trim());
        const missing = ['question', 'possible_answers'].filter((name) => !header!.includes(name));
        if (missing.length === 0) continue;
        throw notPopQa(
          path,
          'the first line names no columns of PopQA',
          `columns question and possible_answers, separated by tabs`,
          malformed?.found ?? (header.join(', ').slice(0, 200) || 'nothing'),
        );
      }
      const wrong: Malformed | undefined =
        malformed ??
        (cells.length === header.length
          ? undefined
          : { kind: 'wrong-columns', found: `${cells.length} columns, ${header.length} names` });
      const record = Object.fromEntries(header.map((name, i) => [name, cells[i] ?? '']));
      yield { line, record, malformed: wrong };
    }
  },
};

function notPopQa(path: string, what: string, expected: string, found: string): LetheError {
  return new LetheError({
    what,
    where: path,
    expected,
    found,
    next: 'name popQA.tsv of AlexTMallen/adaptive-retrieval, test.tsv of akariasai/PopQA, or a copy of it as JSON',
  });
}
