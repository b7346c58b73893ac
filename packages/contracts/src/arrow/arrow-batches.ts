import { type FileHandle, open } from 'node:fs/promises';
import { type RecordBatch, RecordBatchReader, type Schema } from 'apache-arrow';

export interface ArrowBatchesOptions {
  /** Called with the schema before the first batch; throws if it is not the expected one. */
  checkSchema?: (schema: Schema) => void;
  /** Accept a stream that ends within a batch, as it does while it is being written. */
  growing?: boolean;
}

/**
 * Reads the record batches of an Arrow IPC file or stream of any schema, one in memory at a time.
 * @throws Error when it is truncated, corrupt or not Arrow; whatever `checkSchema` throws
 */
export async function* arrowBatches(
  path: string,
  options: ArrowBatchesOptions = {},
): AsyncGenerator<RecordBatch> {
  const file = await open(path);
  try {
    const magic = Buffer.alloc(6);
    await file.read(magic, 0, 6, 0);
    if (magic.toString('latin1') === 'ARROW1') yield* fileBatches(file, options);
    else yield* streamBatches(file, options);
  } finally {
    await file.close().catch(() => undefined);
  }
}

async function* fileBatches(file: FileHandle, options: ArrowBatchesOptions): AsyncGenerator<RecordBatch> {
  const reader = await (await RecordBatchReader.from(file)).open();
  options.checkSchema?.(reader.schema);
  const random = reader as unknown as {
    numRecordBatches: number;
    readRecordBatch(i: number): Promise<RecordBatch>;
  };
  for (let i = 0; i < random.numRecordBatches; i++) {
    const batch = await random.readRecordBatch(i);
    if (!batch) throw new Error(`batch ${i} of ${random.numRecordBatches} cannot be read`);
    yield batch;
  }
}

async function* streamBatches(file: FileHandle, options: ArrowBatchesOptions): AsyncGenerator<RecordBatch> {
  let ended = false;
  const source = file.createReadStream({ start: 0, autoClose: false });
  const watched = (async function* () {
    for await (const chunk of source) yield chunk as Uint8Array;
    ended = true;
  })();
  let refused: unknown;
  try {
    const reader = await (await RecordBatchReader.from(watched)).open();
    if (!reader.schema) throw new Error('it has no schema');
    try {
      options.checkSchema?.(reader.schema);
    } catch (error) {
      refused = error;
      throw error;
    }
    for (;;) {
      const next = await reader.next();
      if (next.done) break;
      yield next.value as RecordBatch;
    }
    if (!options.growing && !(await endsWithMark(file))) throw new Error('the end-of-stream mark is absent');
  } catch (error) {
    if (!(options.growing && ended && error !== refused)) throw error;
  }
}

/** A finished stream ends with the continuation mark and a length of zero. */
async function endsWithMark(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size < 8) return false;
  const mark = Buffer.alloc(8);
  await file.read(mark, 0, 8, size - 8);
  return mark.equals(Buffer.from([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]));
}
