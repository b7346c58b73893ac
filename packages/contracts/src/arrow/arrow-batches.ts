import { type FileHandle, open } from 'node:fs/promises';
import { type Data, type RecordBatch, RecordBatchReader, type Schema } from 'apache-arrow';
import { LetheError } from '../errors.js';
import { checkBatchData } from './check-batch-data.js';
import { checkFile, streamMessages } from './ipc-messages.js';
import { type IpcField, unknownTypes } from './ipc-metadata.js';

export interface ArrowBatchesOptions {
  /** Called with the schema before the first batch; throws if it is not the expected one. */
  checkSchema?: (schema: Schema) => void;
  /** Accept a stream that ends within a batch, as it does while it is being written. */
  growing?: boolean;
}

const END_MARK = Buffer.from('ffffffff00000000', 'hex');

/**
 * Reads the record batches of an Arrow IPC file or stream of any schema, one in memory at a time. Every length and place
 * in it is checked against the bytes that are there before arrow-js follows it.
 * @throws Error when it is truncated, corrupt or not Arrow; LetheError when a column is of a type that cannot be read;
 * whatever `checkSchema` throws
 */
export async function* arrowBatches(
  path: string,
  { checkSchema, growing = false }: ArrowBatchesOptions = {},
): AsyncGenerator<RecordBatch> {
  const file = await open(path);
  const checked = new WeakSet<Data>();
  try {
    const magic = Buffer.alloc(6);
    await file.read(magic, 0, 6, 0);
    const isFile = magic.toString('latin1') === 'ARROW1';
    const batches = isFile
      ? fileBatches(file, path, checkSchema)
      : streamBatches(file, path, growing, checkSchema);
    for await (const batch of batches) {
      // For a stream without batches arrow-js yields an empty one, whose lists have no children.
      if (batch.numRows > 0) checkBatchData(batch.data, checked);
      yield batch;
    }
  } finally {
    await file.close().catch(() => undefined);
  }
}

type CheckSchema = ArrowBatchesOptions['checkSchema'];

async function* fileBatches(
  file: FileHandle,
  path: string,
  checkSchema: CheckSchema,
): AsyncGenerator<RecordBatch> {
  refuseUnknownTypes((await checkFile(file)).fields, path);
  const reader = await (await RecordBatchReader.from(file)).open();
  checkSchema?.(reader.schema);
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

async function* streamBatches(
  file: FileHandle,
  path: string,
  growing: boolean,
  checkSchema: CheckSchema,
): AsyncGenerator<RecordBatch> {
  const messages = streamMessages(file, growing);
  const { done, value: first } = await messages.next();
  if (done) return;
  if (first.header.kind === 'schema') refuseUnknownTypes(first.header.fields, path);
  let failure: unknown;
  const bytes = async function* () {
    try {
      yield first.bytes;
      for await (const message of messages) yield message.bytes;
      yield END_MARK;
    } catch (error) {
      failure = error;
      throw error;
    }
  };
  const reader = await (await RecordBatchReader.from(bytes())).open();
  if (!reader.schema) throw new Error('it has no schema');
  checkSchema?.(reader.schema);
  for (;;) {
    const next = await reader.next();
    // arrow-js takes some errors of what it reads for the end.
    if (failure !== undefined) throw failure;
    if (next.done) return;
    yield next.value as RecordBatch;
  }
}

function refuseUnknownTypes(fields: readonly IpcField[], path: string, holder = ''): void {
  for (const { name, type, children } of fields) {
    const column = `${holder}${name}`;
    const unknown = unknownTypes[type];
    if (unknown !== undefined) {
      throw new LetheError({
        what: `column "${column}" is of a type that is not supported`,
        where: path,
        expected: 'columns of types that arrow-js reads, also where they are not asked for',
        found: unknown,
        next: 'write the file again without this column, or with another type',
      });
    }
    refuseUnknownTypes(children, path, `${column}.`);
  }
}
