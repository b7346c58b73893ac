import { closeSync, existsSync, mkdirSync, openSync, readSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import {
  answers,
  createTableWriter,
  dataContract,
  facts,
  fillDirectory,
  LetheError,
  order,
  probeContract,
  probes,
  type RowOf,
  runStage,
  type StageContract,
  sequences,
  steps as stepsTable,
  type TableDefinition,
  trace,
  trainContract,
  writeTable,
} from '@lethe/contracts';
import { JsonReader } from './json-reader.js';
import { type LogRecord, logRecords } from './log-records.js';
import { pairsOfMeans } from './pairs-of-means.js';
import {
  type PublishedSchedule,
  publishedFacts,
  publishedOrder,
  publishedProbes,
} from './published-experiment.js';

export interface PublishedLogOptions extends PublishedSchedule {
  /** Tokens of a training step; 2048 sequences of 2048 in the published runs. */
  tokensPerStep: number;
  signal?: AbortSignal;
  /** Told every chunk. */
  onProgress?: (bytes: number, records: number) => void;
}

export interface ImportedLog {
  records: number;
  /** Measurements that are NaN or null in the log, and left out of the trace. */
  missing: number;
  bytes: number;
}

const CHUNK_BYTES = 2 ** 20;
/** Order and steps have a row for each training step, measured or not. */
const MOST_STEPS = 500_000;
const ROWS_OF_BATCH = 65_536;

/**
 * Turns the published result JSON of arXiv 2406.11813 into finished directories `data`, `train` and `probe`, which
 * the analyze stage reads. It is read as a stream: memory holds a chunk and one step.
 * @param out made by this function; what is begun is removed where it fails
 * @throws LetheError where `out` exists, or the file is truncated or of another layout
 */
export async function importPublishedLog(
  file: string,
  out: string,
  options: PublishedLogOptions,
): Promise<ImportedLog> {
  if (existsSync(out)) {
    throw new LetheError({
      what: 'the output directory already exists',
      where: out,
      next: 'name another one, or remove it',
    });
  }
  return fillDirectory(out, (begun) => importInto(begun, file, options));
}

async function importInto(begun: string, file: string, options: PublishedLogOptions): Promise<ImportedLog> {
  const finish = (stage: StageContract, produce: (directory: string) => Promise<void> | void) =>
    runStage(
      {
        stage,
        out: join(begun, stage.name),
        producer: { name: '@lethe/analyze published log', version: '1', fingerprint: '1' },
        config: { interval: options.interval, count: options.count, tokensPerStep: options.tokensPerStep },
        seed: null,
        settings: {},
        inputs: stage.reads.map((input) => ({ stage: input, directory: join(begun, input) })),
      },
      async () => {
        await produce(join(begun, stage.name));
        return undefined;
      },
    );
  // The trace comes first, for the log alone knows how many steps there are; train's manifest needs that of data.
  const measured = join(begun, 'measured');
  mkdirSync(measured);
  const { last, ...imported } = await writeTrace(file, measured, options);
  await finish(dataContract, (directory) => {
    writeTable(directory, facts, publishedFacts());
    writeTable(directory, probes, publishedProbes());
    const background = { tokens: [0], document_ids: ['unknown'], document_starts: [0], loss_spans: [] };
    writeTable(directory, sequences, [background], { listSize: 1 });
    writeInBatches(directory, order, last, (from, to) => publishedOrder(from, to, options));
  });
  await finish(trainContract, (directory) => {
    renameSync(join(measured, 'trace.arrows'), join(directory, 'trace.arrows'));
    writeInBatches(directory, stepsTable, last, (from, to) => stepRows(from, to, options.tokensPerStep));
  });
  rmSync(measured, { recursive: true });
  await finish(probeContract, (directory) => {
    writeTable(directory, trace, []);
    writeTable(directory, answers, []);
  });
  return imported;
}

/** Writes `count` rows, some at a time. @param rows makes those from `from` to `to` - 1 */
function writeInBatches<T extends TableDefinition>(
  directory: string,
  table: T,
  count: number,
  rows: (from: number, to: number) => RowOf<T>[],
): void {
  const writer = createTableWriter(directory, table);
  for (let from = 0; from < count; from += ROWS_OF_BATCH)
    writer.writeRows(rows(from, Math.min(count, from + ROWS_OF_BATCH)));
  writer.close();
}

/** The log tells neither losses nor learning rates. */
function stepRows(from: number, to: number, tokensPerStep: number): RowOf<typeof stepsTable>[] {
  return Array.from({ length: to - from }, (_, i) => ({
    step: from + i,
    tokens: (from + i + 1) * tokensPerStep,
    loss: Number.NaN,
    learning_rate: Number.NaN,
    grad_norm: Number.NaN,
    seconds: 0,
  }));
}

async function writeTrace(
  file: string,
  directory: string,
  { signal, onProgress }: PublishedLogOptions,
): Promise<ImportedLog & { last: number }> {
  const ids = publishedProbes().map(({ probe_id }) => probe_id);
  const writer = createTableWriter(directory, trace, { shardBytes: Number.POSITIVE_INFINITY });
  let first = -1;
  let last = -1;
  let missing = 0;
  const write = ({ step, losses }: LogRecord): void => {
    if (first < 0) first = step;
    if (step - first <= last) {
      throw new LetheError({
        what: 'the steps of this log do not ascend',
        where: `${file}, record ${handler.records}`,
        expected: `a step above ${last + first}`,
        found: String(step),
      });
    }
    last = step - first;
    if (last > MOST_STEPS) {
      throw new LetheError({
        what: 'the steps of this log lie too far apart',
        where: `${file}, record ${handler.records}`,
        expected: `at most ${MOST_STEPS} steps from the first, ${first}`,
        found: String(step),
        next: 'name the log of one training, as the analysis of arXiv 2406.11813 wrote it',
      });
    }
    const present = ids.filter((_, i) => Number.isFinite(losses[i]!));
    missing += losses.length - present.length;
    writer.write({
      step: new Int32Array(present.length).fill(last),
      probe_id: present,
      token_logprobs: {
        offsets: Int32Array.from({ length: present.length + 1 }, (_, i) => 2 * i),
        values: pairsOfMeans(losses.filter(Number.isFinite)),
      },
      first_token_rank: new Int32Array(present.length),
      greedy_match: new Array<boolean>(present.length).fill(false),
    });
  };
  const handler = logRecords(file, write);
  const reader = new JsonReader(file, handler);
  const input = openLog(file);
  let bytes = 0;
  try {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    for (let read = 1; read > 0; bytes += read) {
      await setImmediate();
      signal?.throwIfAborted();
      read = readSync(input, chunk, 0, CHUNK_BYTES, null);
      reader.write(chunk.subarray(0, read));
      onProgress?.(bytes + read, handler.records);
    }
    reader.close();
    if (handler.records === 0) {
      throw new LetheError({ what: 'this log has no steps', where: file, expected: 'an array of steps' });
    }
    writer.close();
  } catch (error) {
    writer.abort();
    throw error;
  } finally {
    closeSync(input);
  }
  return { records: handler.records, missing, bytes, last };
}

function openLog(file: string): number {
  try {
    return openSync(file, 'r');
  } catch (error) {
    throw new LetheError(
      {
        what: 'this log cannot be opened',
        where: file,
        found: (error as Error).message,
        next: 'correct the path or its permissions',
      },
      { cause: error },
    );
  }
}
