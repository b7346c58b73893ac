import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { collectDocuments } from '../../testing/collect-documents.js';
import type { CorpusDocument, DocumentStream } from '../documents/corpus-document.js';
import { writeCorpus } from '../documents/write-corpus.js';
import { openCorpus } from '../readers/open-corpus.js';
import { fillDirectory } from './fill-directory.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lethe-write-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const documents = Array.from({ length: 900 }, (_, i) => ({ id: `d${i}`, text: `text ${i}`, source: 's' }));
async function* stream(...batches: CorpusDocument[][]): DocumentStream {
  yield* batches;
}
const write = (documents: DocumentStream, out: string): Promise<number> =>
  fillDirectory(out, (partial) => writeCorpus(partial, documents));

test('a corpus is read back from the directory', async () => {
  const out = join(directory, 'out');
  expect(await write(stream(documents.slice(0, 3), [], documents.slice(3)), out)).toBe(900);
  expect(await collectDocuments(openCorpus([out]))).toEqual(documents);
});

test('a stream that fails leaves nothing', async () => {
  const failing = async function* (): DocumentStream {
    yield documents;
    throw new Error('cut');
  };
  await expect(write(failing(), join(directory, 'out'))).rejects.toThrow('cut');
  expect(readdirSync(directory)).toEqual([]);
});

test('the directory appears when all is in it', async () => {
  const out = join(directory, 'out');
  mkdirSync(out);
  const watching = async function* (): DocumentStream {
    yield documents;
    expect(readdirSync(directory).filter((name) => name.endsWith('.tmp'))).toHaveLength(1);
    expect(readdirSync(out)).toEqual([]);
    yield [];
  };
  await write(watching(), out);
  expect(readdirSync(directory)).toEqual(['out']);
});

test('a directory in use is refused before anything is read', async () => {
  writeFileSync(join(directory, 'file'), '');
  const never = async function* (): DocumentStream {
    expect.unreachable();
    yield [];
  };
  await expect(write(never(), directory)).rejects.toThrow(/not free[\s\S]*found: +file/);
  await expect(write(never(), join(directory, 'file'))).rejects.toThrow(/not free/);
  expect(existsSync(join(directory, 'file'))).toBe(true);
});

// A recursive mkdir of Node never returns here, and no signal ends it.
test.runIf(process.platform === 'linux')(
  'a place that takes no entries is refused, and not tried for ever',
  async () => {
    for (const out of ['/proc/lethe', '/proc/lethe/deeper']) {
      await expect(write(stream(documents), out)).rejects.toThrow(
        /cannot be made[\s\S]*name another directory/,
      );
    }
  },
);
