import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LetheError } from '@lethe/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXPORT_FILE, type ExportFormat, exportData, exportFormats } from './export-data.js';
import { tinyOrder, writeTinyData } from './testing/write-tiny-data.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-export-'));
const data = join(directory, 'data');
beforeAll(() => writeTinyData(data));
afterAll(() => rmSync(directory, { recursive: true }));

const log = (): void => {};
const signal = new AbortController().signal;
let outs = 0;
async function exported(format: ExportFormat, from = data): Promise<(file: string) => Buffer> {
  const out = join(directory, `out-${outs++}`);
  await exportData({ data: from, format, out }, { log, signal });
  return (file) => readFileSync(join(out, file));
}

// Rows 9 10 11 12, 20 256 1 2, 5 6 21 22, 9 10 11 12.
const uint16Rows = '09000a000b000c00 1400000101000200 0500060015001600 09000a000b000c00'.replaceAll(' ', '');

test('OLMo: token ids without header, and the order as indices', async () => {
  const file = await exported('olmo');
  expect(file('part-00000.npy').toString('hex')).toBe(uint16Rows);
  expect(file('global_indices.npy').toString('hex')).toBe('00000000010000000200000003000000');
});

test('Megatron: bin and idx', async () => {
  const file = await exported('megatron');
  expect(file('train.bin').toString('hex')).toBe(uint16Rows);
  const index = [
    '4d4d4944494458 0000',
    '0100000000000000 08',
    '0400000000000000 0500000000000000',
    '04000000 04000000 04000000 04000000',
    '0000000000000000 0800000000000000 1000000000000000 1800000000000000',
    '0000000000000000 0100000000000000 0200000000000000 0300000000000000 0400000000000000',
  ];
  expect(file('train.idx').toString('hex')).toBe(index.join('').replaceAll(' ', ''));
});

test('nanoGPT: token ids without header', async () => {
  expect((await exported('nanogpt'))('train.bin').toString('hex')).toBe(uint16Rows);
});

test('llm.c: header, token ids, and the token that the last batch looks ahead to', async () => {
  const bytes = (await exported('llmc'))('train_000000.bin').toString('hex');
  expect(bytes).toBe(`88d83401 01000000 11000000${'00'.repeat(1012)}${uint16Rows}0001`.replaceAll(' ', ''));
});

// Read back by pyarrow 25.0.1 and datasets 5.0.1.
test('Hugging Face: an Arrow stream that datasets.load_from_disk opens', async () => {
  const file = await exported('hf-arrow');
  expect(file('data-00000-of-00001.arrow').toString('base64')).toBe(
    [
      '/////8AAAAAQAAAAAAAKABAADgAHAAgACgAAAAAAAAEQAAAAAAAEAAgACAAAAAQACAAAAAQAAAABAAAABAAAAND///8UAAAAAAAA',
      'ARwAAAAAAAAMbAAAAAkAAABpbnB1dF9pZHMAAAABAAAAFAAAABAAGAAEAAsAEwAUAAAADAAQAAAAFAAAAAAAAAEYAAAAAAAAAhwA',
      'AAAEAAAAaXRlbQAAAAAAAAAACAAMAAgABwAIAAAAAAAAASAAAAAEAAQABAAAAAAAAAD/////uAAAABQAAAAAAAAADAAWABQADwAQ',
      'AAQADAAAAFgAAAAAAAAAAAAAAxAAAAAEAAoAGAAMAAgABAAKAAAAFAAAAFgAAAAEAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAA',
      'AAAAAAAAAAAAAAAAGAAAAAAAAAAYAAAAAAAAAAAAAAAAAAAAGAAAAAAAAABAAAAAAAAAAAAAAAACAAAABAAAAAAAAAAAAAAAAAAA',
      'ABAAAAAAAAAAAAAAAAAAAAAAAAAABAAAAAgAAAAMAAAAEAAAAAAAAAAJAAAACgAAAAsAAAAMAAAAFAAAAAABAAABAAAAAgAAAAUA',
      'AAAGAAAAFQAAABYAAAAJAAAACgAAAAsAAAAMAAAA/////wAAAAA=',
    ].join(''),
  );
  expect(JSON.parse(file('state.json').toString())).toMatchObject({
    _data_files: [{ filename: 'data-00000-of-00001.arrow' }],
    _format_type: null,
  });
  expect(JSON.parse(file('dataset_info.json').toString())).toEqual({
    features: { input_ids: { feature: { dtype: 'int32', _type: 'Value' }, _type: 'Sequence' } },
  });
});

// Read back by pyarrow 25.0.1 and datasets 5.0.1.
test('Hugging Face: Parquet', async () => {
  expect((await exported('parquet'))('train-00000-of-00001.parquet').toString('base64')).toBe(
    [
      'UEFSMRUGFYoBFXJcFSAVABUIFQAVBBUGAAAF7u4gAUBUCQAAAAoAAAALAAAADAAAABQAAAAAAQUDVAACAAAABQAAAAYAAAAVAAAA',
      'FgAAAAk6MAAVBBlMSAZzY2hlbWEVAgA1ABgJaW5wdXRfaWRzFQIVBgA1BBgEbGlzdBUCABUCJQAYB2VsZW1lbnQAFggZHBkcJggc',
      'FQIZFQAZOAlpbnB1dF9pZHMEbGlzdAdlbGVtZW50FQIWIBa2ARaeASYIAAAWtgEWCDaeAQAoBWxldGhlGRwcAAAAhQAAAFBBUjE=',
    ].join(''),
  );
});

test('the injection plan as JSON', async () => {
  expect((await exported('injections'))('injections.json').toString()).toBe(
    '{\n"0": [[20, 256]],\n"1": [[21], [22]]\n}\n',
  );
});

test('every format of rows comes with its description, the order and the tokenizer', async () => {
  for (const format of Object.keys(exportFormats) as ExportFormat[]) {
    if (format === 'injections') continue;
    const file = await exported(format);
    const { data_manifest_sha256, ...description } = JSON.parse(file(EXPORT_FILE).toString());
    const type = format === 'hf-arrow' || format === 'parquet' ? 'int32' : 'uint16';
    expect(description).toEqual({
      format,
      token_type: type,
      token_bytes: type === 'int32' ? 4 : 2,
      steps: 2,
      rows_per_step: 2,
      sequence_length: 4,
      tokens: 16,
      vocab_size: 257,
      end_of_text: 256,
    });
    expect(data_manifest_sha256).toMatch(/^[0-9a-f]{64}$/);
    for (const name of ['order.arrow', 'tokenizer.json']) {
      expect(file(name).equals(readFileSync(join(data, name))), name).toBe(true);
    }
    expect(readdirSync(directory).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  }
});

test('an order with a gap, an unknown sequence or a text that leaves its row is refused', async () => {
  const broken = async (order: typeof tinyOrder): Promise<unknown> => {
    const from = join(directory, `broken-${outs++}`);
    await writeTinyData(from, order);
    return exported('olmo', from).catch((error: unknown) => error);
  };
  const [first, second, third, fourth] = tinyOrder as [
    (typeof tinyOrder)[0],
    (typeof tinyOrder)[0],
    (typeof tinyOrder)[0],
    (typeof tinyOrder)[0],
  ];
  const message = async (order: typeof tinyOrder): Promise<string> => {
    const error = await broken(order);
    expect(error).toBeInstanceOf(LetheError);
    return (error as LetheError).message;
  };
  expect(await message([first, third, fourth])).toMatch(
    /without gaps[\s\S]*step 2, row 0[\s\S]*step 1, row 1/,
  );
  expect(await message([first, second, third])).toMatch(/without gaps[\s\S]*step 1, row 1/);
  expect(await message([first, second, fourth, third])).toMatch(/expected: step 1, row 0/);
  expect(await message([])).toMatch(/no rows/);
  expect(await message([{ ...first, sequence: 3 }, second, third, fourth])).toMatch(
    /step 0, row 0[\s\S]*no such sequence[\s\S]*0 to 2/,
  );
  expect(await message([first, second, { ...third, positions: [2, 4] }, fourth])).toMatch(
    /step 1, row 0: an injected text does not fit into its row/,
  );
  expect(readdirSync(directory).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test('nothing is left of an export that is stopped, or begun in a directory that exists', async () => {
  const out = join(directory, 'stopped');
  const stop = new AbortController();
  const reason = new Error('stop');
  stop.abort(reason);
  await expect(exportData({ data, format: 'olmo', out }, { log, signal: stop.signal })).rejects.toBe(reason);
  expect([existsSync(out), existsSync(`${out}.tmp`)]).toEqual([false, false]);
  await expect(exportData({ data, format: 'olmo', out: data }, { log, signal })).rejects.toThrow(
    /already exists/,
  );
  await expect(exportData({ data: directory, format: 'olmo', out }, { log, signal })).rejects.toThrow(
    /not finished/,
  );
});

test('a data stage that was changed after it finished is not exported', async () => {
  const changed = join(directory, 'changed');
  cpSync(data, changed, { recursive: true });
  const path = join(changed, 'sequences.arrow');
  const bytes = readFileSync(path);
  // One token, in a file as long as before.
  bytes[bytes.indexOf(Buffer.from(Int32Array.of(5, 6, 7, 8).buffer))]! = 4;
  writeFileSync(path, bytes);
  const out = join(directory, 'of-changed');
  await expect(exportData({ data: changed, format: 'olmo', out }, { log, signal })).rejects.toThrow(
    /sequences\.arrow: this file changed after its stage finished[\s\S]*SHA-256/,
  );
  expect(existsSync(out)).toBe(false);
});
