import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { corpus, tableFiles } from '@lethe/contracts';
import type { CorpusInput } from './corpus-file.js';
import { findCorpusFiles } from './find-corpus-files.js';
import type { CorpusOptions } from './open-corpus.js';

/** One file of a corpus and what is in it: the same on every machine. */
export interface InputHash {
  name: string;
  bytes: number;
  sha256: string;
}

/**
 * Hashes the files that `openCorpus` would read, in its order: these hashes identify a corpus when results are
 * compared.
 * @throws LetheError when an input is absent or of unknown format; signal.reason when aborted
 */
export async function hashInputs(
  inputs: readonly CorpusInput[],
  { format, log = () => {}, env = process.env, signal }: HashOptions,
): Promise<InputHash[]> {
  const hashes: InputHash[] = [];
  for (const file of await findCorpusFiles(inputs, format, { log, env, signal })) {
    await file.fetch?.();
    const paths = file.format === 'corpus' ? tableFiles(file.path, corpus) : [file.path];
    for (const path of paths) {
      const name = path === file.path ? file.name : `${file.name}/${basename(path)}`;
      hashes.push({ name, bytes: statSync(path).size, sha256: await hashContent(path, signal) });
    }
  }
  return hashes;
}

/** How the files are found; those of `openCorpus`. */
export type HashOptions = Pick<CorpusOptions, 'format' | 'log' | 'env'> & { signal: AbortSignal };

async function hashContent(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    signal.throwIfAborted();
    hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}
