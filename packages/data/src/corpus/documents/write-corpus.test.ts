import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { collectDocuments } from '../../testing/collect-documents.js';
import { openCorpus } from '../readers/open-corpus.js';
import type { DocumentStream } from './corpus-document.js';
import { writeCorpus } from './write-corpus.js';

test('a corpus is read back from the directory', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'lethe-write-'));
  try {
    const documents = Array.from({ length: 900 }, (_, i) => ({
      id: `d${i}`,
      text: `text ${i}`,
      source: 's',
    }));
    const stream = async function* (): DocumentStream {
      yield documents.slice(0, 3);
      yield [];
      yield documents.slice(3);
    };
    expect(await writeCorpus(directory, stream())).toBe(900);
    expect(await collectDocuments(openCorpus([directory]))).toEqual(documents);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
