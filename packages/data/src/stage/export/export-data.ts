import { constants, copyFileSync, existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import {
  createProgressMeter,
  fillDirectory,
  LetheError,
  manifestDigest,
  order,
  readUnchanged,
  tableFiles,
  writeJson,
} from '@lethe/contracts';
import { TOKENIZER_CONFIG_FILE } from '@lethe/tokenizers';
import { byName } from '../../registry/declared-union.js';
import { checkDataStage } from '../directory/data-stage-directory.js';
import { type TokenType, tokenBytes } from './encode-tokens.js';
import { hfArrow } from './hf-arrow.js';
import { readInjections, writeInjectionFile } from './injection-file.js';
import { llmc } from './llmc.js';
import { megatron } from './megatron.js';
import { nanoGpt } from './nanogpt.js';
import { olmo } from './olmo.js';
import { parquet } from './parquet.js';
import type { RowFormat } from './row-writer.js';
import { type ExportShape, openTrainingRows } from './training-rows.js';

/** Every format of rows. A new one is a file that calls `defineRowFormat`, and a line here. */
const rowFormats = [olmo, megatron, hfArrow, parquet, nanoGpt, llmc] as const;

/** What `exportData` can write, with what each is. */
export const exportFormats = {
  ...byName(rowFormats),
  injections: { description: 'JSON, step to lists of token ids' },
};
export type ExportFormat = keyof typeof exportFormats;

export interface ExportRequest {
  /** Directory of a finished data stage. */
  data: string;
  format: ExportFormat;
  /** Directory to write; it must not exist. */
  out: string;
}

export interface ExportContext {
  log: (line: string) => void;
  signal: AbortSignal;
}

/** Name of the file that describes an export. */
export const EXPORT_FILE = 'lethe-export.json';

/**
 * Writes what a finished data stage has made for a training elsewhere: every row of every step in the order of
 * training, injected texts in place, or the injection plan alone. The directory holds the format's own files, copies
 * of the order table and of the tokenizer, and `lethe-export.json`; it appears under its name when all is written.
 * Memory: one batch of each table and 4 MiB; disk: also 4 bytes per background token for the time of the export.
 * @returns one line that says what was written
 * @throws LetheError when the data stage is not finished, `out` exists, or a token id does not fit the format;
 * signal.reason when aborted: nothing is left then
 */
export async function exportData(request: ExportRequest, context: ExportContext): Promise<string> {
  const { data, format, out } = request;
  checkDataStage(data);
  await readUnchanged(data);
  if (existsSync(out)) {
    throw new LetheError({
      what: 'the directory for the export already exists',
      where: out,
      expected: 'a directory that does not exist yet',
      next: 'name another --out, or remove it',
    });
  }
  return fillDirectory(out, (unfinished) =>
    format === 'injections'
      ? exportInjections(data, unfinished, context)
      : exportRows(data, exportFormats[format], unfinished, context),
  );
}

async function exportInjections(data: string, out: string, { signal }: ExportContext): Promise<string> {
  const count = await writeInjectionFile(join(out, 'injections.json'), readInjections(data, signal));
  return `injections: ${count.texts} texts, ${count.tokens} tokens at ${count.steps} steps`;
}

async function exportRows(
  data: string,
  { name, create, type }: RowFormat,
  out: string,
  { log, signal }: ExportContext,
): Promise<string> {
  const rows = await openTrainingRows(data, out, signal);
  try {
    const { shape } = rows;
    const writer = create(out, shape);
    const total = shape.rows * shape.sequenceLength;
    const progress = logExport(total, log);
    try {
      for await (const tokens of rows.read()) {
        writer.write(tokens);
        progress(tokens.length);
        await setImmediate();
        signal.throwIfAborted();
      }
      writer.finish();
    } catch (error) {
      writer.abort();
      throw error;
    }
    describeExport(data, name, out, shape, type(shape.vocabSize));
    return `${name}: ${shape.steps} steps of ${shape.batchSize} rows of ${shape.sequenceLength} tokens, ${total} in all, ${type(shape.vocabSize)}`;
  } finally {
    rows.close();
  }
}

function describeExport(
  data: string,
  format: string,
  out: string,
  shape: ExportShape,
  type: TokenType,
): void {
  const copy = (path: string): void =>
    copyFileSync(path, join(out, basename(path)), constants.COPYFILE_FICLONE);
  for (const name of ['tokenizer.json', TOKENIZER_CONFIG_FILE]) {
    if (existsSync(join(data, name))) copy(join(data, name));
  }
  for (const path of tableFiles(data, order)) copy(path);
  const description = {
    format,
    token_type: type,
    token_bytes: tokenBytes[type],
    steps: shape.steps,
    rows_per_step: shape.batchSize,
    sequence_length: shape.sequenceLength,
    tokens: shape.rows * shape.sequenceLength,
    vocab_size: shape.vocabSize,
    end_of_text: shape.endOfText,
    data_manifest_sha256: manifestDigest(data),
  };
  writeJson(join(out, EXPORT_FILE), description);
}

/** Logs every few seconds how far the export is. */
function logExport(total: number, log: (line: string) => void): (tokens: number) => void {
  const meter = createProgressMeter({ total });
  let done = 0;
  return (tokens) => {
    done += tokens;
    const report = meter(done);
    if (!report) return;
    const percent = ((100 * done) / total).toFixed(0);
    log(`export: ${percent}%, ${(report.perSecond / 1e6).toFixed(1)}M tokens/s, ${report.timeLeft}`);
  };
}
