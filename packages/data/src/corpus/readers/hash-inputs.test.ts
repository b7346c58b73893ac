import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from '@lethe/contracts/testing';
import { expect, it } from 'vitest';
import { documentsOf, openDocuments } from '../../testing/open-documents.js';
import { writeCorpus } from '../documents/write-corpus.js';
import { hashInputs } from './hash-inputs.js';

const { signal } = new AbortController();
const sha256 = (content: string): string => createHash('sha256').update(content).digest('hex');

it('hashes files, folders and corpus tables by content, without paths', async () => {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, 'folder'));
  writeFileSync(join(directory, 'folder/b.jsonl'), '{"text":"b"}');
  writeFileSync(join(directory, 'folder/a.jsonl'), '{"text":"a"}\n');
  mkdirSync(join(directory, 'table'));
  await writeCorpus(join(directory, 'table'), openDocuments(documentsOf({ a: 'x' }))());
  const [a, b, table] = await hashInputs([join(directory, 'folder'), join(directory, 'table')], { signal });
  expect(a).toEqual({
    name: expect.stringContaining('a.jsonl'),
    bytes: 13,
    sha256: sha256('{"text":"a"}\n'),
  });
  expect(b).toEqual({ name: expect.stringContaining('b.jsonl'), bytes: 12, sha256: sha256('{"text":"b"}') });
  expect(table).toMatchObject({
    name: 'table/corpus.arrow',
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(JSON.stringify([a, b, table])).not.toContain(directory);
});

it('stops when it is told to', async () => {
  const path = join(temporaryDirectory(), 'a.jsonl');
  writeFileSync(path, '{}');
  const reason = new Error('stopped');
  await expect(hashInputs([path], { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});
