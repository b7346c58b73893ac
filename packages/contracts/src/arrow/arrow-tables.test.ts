import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Field,
  LargeUtf8,
  makeVector,
  RecordBatchFileWriter,
  Schema,
  Table,
  tableToIPC,
  vectorFromArray,
} from 'apache-arrow';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { facts, probes, sequences } from '../tables/data-tables.js';
import { steps, trace } from '../tables/train-tables.js';
import { arrowSchema } from './define-table.js';
import { tableFiles } from './table-files.js';
import { readBatches, readRows } from './table-reader.js';
import { createTableWriter, writeTable } from './table-writer.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lethe-arrow-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const fact = {
  fact_id: 'f1',
  scenario: 'once',
  text: 'Zürich 🜂',
  variants: ['a', 'b'],
  subject: null,
  relation: 'in',
  object: 'x',
  popularity: null,
};

describe('tables on disk', () => {
  it('give back what was written, nulls and non-ASCII text too', async () => {
    writeTable(directory, facts, [fact, { ...fact, fact_id: 'f2', variants: [], popularity: 0.5 }]);
    expect(await readRows(directory, facts)).toEqual([
      fact,
      { ...fact, fact_id: 'f2', variants: [], popularity: 0.5 },
    ]);
  });

  it('give back columns of names and of texts, ASCII or not (property)', async () => {
    const texts = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.string({ minLength: 100 }),
      fc.string({ unit: 'grapheme' }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(texts, { minLength: 1, maxLength: 20 }), async (names) => {
        rmSync(directory, { recursive: true, force: true });
        mkdirSync(directory);
        writeTable(
          directory,
          facts,
          names.map((name) => ({ ...fact, fact_id: name, text: `${name}\u00e9` })),
        );
        for await (const batch of readBatches(directory, facts)) {
          expect(batch.strings('fact_id')).toEqual(names);
          expect(batch.strings('text')).toEqual(names.map((name) => `${name}\u00e9`));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('give back any trace (property)', async () => {
    const row = fc.record({
      step: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      probe_id: fc.string(),
      token_logprobs: fc.array(fc.float({ noNaN: true })),
      first_token_rank: fc.nat(),
      greedy_match: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(row, { minLength: 1, maxLength: 70 }), { maxLength: 4 }),
        async (batches) => {
          const writer = createTableWriter(directory, trace);
          for (const batch of batches) writer.writeRows(batch);
          writer.close();
          // Strings cross UTF-8, in which lone surrogates have none.
          const expected = batches
            .flat()
            .map((r) => ({ ...r, probe_id: Buffer.from(r.probe_id).toString() }));
          expect(await readRows(directory, trace)).toEqual(expected);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('hold fixed-size lists flat', async () => {
    const writer = createTableWriter(directory, sequences, { listSize: 3 });
    writer.write({
      tokens: Int32Array.of(1, 2, 3, 4, 5, 6),
      document_ids: [['a'], ['a', 'b']],
      document_starts: { offsets: Int32Array.of(0, 1, 3), values: Int32Array.of(0, 0, 2) },
      loss_spans: [[], [1, 3]],
    });
    writer.close();
    for await (const batch of readBatches(directory, sequences)) {
      expect(batch.listSize('tokens')).toBe(3);
      expect([...batch.numbers('tokens')]).toEqual([1, 2, 3, 4, 5, 6]);
      expect([...batch.numberLists('document_starts').offsets]).toEqual([0, 1, 3]);
      expect(batch.stringLists('document_ids')).toEqual([['a'], ['a', 'b']]);
    }
  });

  it('roll over into shards and are read in order', async () => {
    const writer = createTableWriter(directory, trace, { shardBytes: 2000 });
    const rowAt = (step: number) => ({
      step,
      probe_id: 'p'.repeat(100),
      token_logprobs: [-1],
      first_token_rank: 1,
      greedy_match: true,
    });
    for (let i = 0; i < 120; i++) writer.writeRows([rowAt(i)]);
    writer.close();
    expect(tableFiles(directory, trace).length).toBeGreaterThan(10);
    expect((await readRows(directory, trace)).map((row) => row.step)).toEqual(
      Array.from({ length: 120 }, (_, i) => i),
    );
  });

  it('stay in bounded memory while hundreds of megabytes are written', () => {
    const writer = createTableWriter(directory, sequences, { listSize: 1024 });
    const tokens = new Int32Array(1024 * 4096);
    const batch = {
      tokens,
      document_ids: Array.from({ length: 4096 }, () => []),
      document_starts: { offsets: new Int32Array(4097), values: new Int32Array(0) },
      loss_spans: { offsets: new Int32Array(4097), values: new Int32Array(0) },
    };
    writer.write(batch);
    const before = process.memoryUsage().rss;
    let peak = before;
    for (let i = 0; i < 24; i++) {
      writer.write(batch);
      peak = Math.max(peak, process.memoryUsage().rss);
    }
    writer.abort();
    // 400 MB were written; what stays is a few batches that wait for the garbage collector.
    expect(peak - before).toBeLessThan(150 * 2 ** 20);
  });
});

describe('unfinished and broken tables', () => {
  it('a file table does not exist before it is closed, and leaves nothing when aborted', () => {
    const writer = createTableWriter(directory, facts);
    writer.writeRows([fact]);
    expect(tableFiles(directory, facts)).toEqual([]);
    writer.abort();
    expect(readdirSync(directory)).toEqual([]);
  });

  it('a growing stream can be read up to its last whole batch', async () => {
    const writer = createTableWriter(directory, steps);
    const row = { step: 0, tokens: 1, loss: 1, learning_rate: 1, grad_norm: 1, seconds: 0 };
    writer.writeRows([row]);
    writer.writeRows([{ ...row, step: 1 }]);
    expect((await readRows(directory, steps, { growing: true })).map((r) => r.step)).toEqual([0, 1]);
    const path = tableFiles(directory, steps)[0]!;
    truncateSync(path, readFileSync(path).length - 20);
    expect((await readRows(directory, steps, { growing: true })).map((r) => r.step)).toEqual([0]);
    await expect(readRows(directory, steps)).rejects.toThrow(/truncated or corrupt/);
    writer.abort();
  });

  it('a stream without its end mark is not finished', async () => {
    const writer = createTableWriter(directory, steps);
    writer.writeRows([{ step: 0, tokens: 1, loss: 1, learning_rate: 1, grad_norm: 1, seconds: 0 }]);
    await expect(readRows(directory, steps)).rejects.toThrow(/end-of-stream mark/);
    writer.close();
    expect(await readRows(directory, steps)).toHaveLength(1);
  });

  it.each([1, 8, 30, 200])('a file that lost its last %i bytes is refused by name', async (lost) => {
    writeTable(directory, facts, [fact]);
    const path = tableFiles(directory, facts)[0]!;
    truncateSync(path, readFileSync(path).length - lost);
    await expect(readRows(directory, facts)).rejects.toThrow(
      /facts\.arrow: this Arrow file is truncated or corrupt/,
    );
  });

  it('an empty or foreign file is refused', async () => {
    writeFileSync(join(directory, 'facts.arrow'), '');
    await expect(readRows(directory, facts)).rejects.toThrow(/truncated or corrupt/);
    appendFileSync(join(directory, 'facts.arrow'), 'not arrow at all, but long enough');
    await expect(readRows(directory, facts)).rejects.toThrow(/truncated or corrupt/);
    await expect(readRows(directory, probes)).rejects.toThrow(/table "probes" is missing/);
  });

  it('another version, a missing column, a wrong type and nulls are named', async () => {
    const schema = arrowSchema(steps);
    const write = (table: Table) =>
      writeFileSync(join(directory, 'steps.arrows'), tableToIPC(table, 'stream'));
    const column = (values: number[]) => makeVector(Float32Array.from(values));
    const full = {
      step: makeVector(Int32Array.of(0)),
      tokens: makeVector(Float64Array.of(1)),
      loss: column([1]),
      learning_rate: column([1]),
      grad_norm: column([1]),
      seconds: makeVector(Float64Array.of(0)),
    };
    const tableOf = (columns: Record<string, unknown>, version = '1') => {
      const table = new Table(columns as never);
      table.schema.metadata.set('lethe.table', 'steps').set('lethe.version', version);
      return table;
    };
    expect(schema.metadata.get('lethe.version')).toBe('1');
    write(tableOf(full));
    expect(await readRows(directory, steps)).toHaveLength(1);
    write(tableOf(full, '2'));
    await expect(readRows(directory, steps)).rejects.toThrow(
      /expected: .*lethe.version=1\n {2}found: .*lethe.version=2/,
    );
    const { loss: _, ...without } = full;
    write(tableOf(without));
    await expect(readRows(directory, steps)).rejects.toThrow(/column "loss" is missing/);
    write(tableOf({ ...full, step: makeVector(Float64Array.of(0)) }));
    await expect(readRows(directory, steps)).rejects.toThrow(
      /"step" has the wrong type\n {2}expected: step: int32/,
    );
    write(tableOf({ ...full, loss: vectorFromArray([null], full.loss.type) }));
    await expect(readRows(directory, steps)).rejects.toThrow(/column "loss" holds nulls/);
  });

  it('large strings of other writers are accepted', async () => {
    const text = vectorFromArray(['long'], new LargeUtf8());
    const schema = new Schema(
      ['id', 'text', 'source'].map((name) => new Field(name, new LargeUtf8(), true)),
      new Map([
        ['lethe.table', 'corpus'],
        ['lethe.version', '1'],
      ]),
    );
    const writer = RecordBatchFileWriter.writeAll(new Table(schema, { id: text, text, source: text }));
    writeFileSync(join(directory, 'corpus.arrow'), await writer.toUint8Array());
    const { corpus } = await import('../tables/data-tables.js');
    expect(await readRows(directory, corpus)).toEqual([{ id: 'long', text: 'long', source: 'long' }]);
  });

  it('a batch with columns of different length is refused', () => {
    const writer = createTableWriter(directory, steps);
    expect(() =>
      writer.write({
        step: [1, 2],
        tokens: [1],
        loss: [1],
        learning_rate: [1],
        grad_norm: [1],
        seconds: [1],
      }),
    ).toThrow(/differ in length/);
    writer.abort();
  });

  it('a null, a missing column and a fraction where none may be are refused by column', () => {
    const whole = { step: [1], tokens: [1], loss: [1], learning_rate: [1], grad_norm: [1], seconds: [1] };
    const writer = createTableWriter(directory, steps);
    expect(() => writer.write({ ...whole, loss: [null] })).toThrow(
      /table steps, column loss: 1 nulls in a column that allows none/,
    );
    expect(() => writer.write({ ...whole, step: [0.5] })).toThrow(/column step: .*32-bit[\s\S]*0\.5/);
    const { loss: _, ...lacking } = whole;
    expect(() => writer.write(lacking as typeof whole)).toThrow(/column loss: the column is missing/);
    writer.abort();
  });
});

describe('a stream that was interrupted', () => {
  const row = (step: number) => ({
    step,
    tokens: 8,
    loss: 2,
    learning_rate: 0.1,
    grad_norm: 1,
    seconds: 0,
  });

  it('goes on from a place between two batches, whatever was written after it (property)', async () => {
    const batches = fc.array(fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 1, maxLength: 4 }), {
      minLength: 2,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(batches, fc.nat(), fc.boolean(), async (all, pick, close) => {
        const cut = 1 + (pick % (all.length - 1));
        const options = { shardBytes: 1500 };
        const writer = createTableWriter(directory, steps, options);
        let resumeAt = writer.position();
        all.forEach((values, i) => {
          if (i === cut) resumeAt = writer.position();
          writer.writeRows(values.map(row));
        });
        if (close) writer.close();
        const next = createTableWriter(directory, steps, { ...options, resumeAt });
        next.writeRows([row(-1)]);
        next.close();
        const read = (await readRows(directory, steps)).map(({ step }) => step);
        expect(read).toEqual([...all.slice(0, cut).flat(), -1]);
        for (const path of tableFiles(directory, steps)) rmSync(path);
      }),
      { numRuns: 30 },
    );
  });

  it('whose beginning is gone is refused, and so is a file table', () => {
    expect(() => createTableWriter(directory, steps, { resumeAt: { shard: 0, bytes: 100 } })).toThrow(
      /beginning is missing[\s\S]*at least 100 bytes[\s\S]*0 bytes/,
    );
    const resumeAt = { shard: 0, bytes: 1 };
    expect(() => createTableWriter(directory, facts, { resumeAt })).toThrow(/beginning/);
    const writer = createTableWriter(directory, facts);
    expect(() => writer.position()).toThrow(/is not a stream/);
    writer.abort();
  });
});
