import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { corpus, hashFile, tableFiles } from '@lethe/contracts';
import type { CorpusFormat } from './corpus-format.js';
import { findCorpusFiles } from './find-corpus-files.js';

/** One file of a corpus and what is in it: the same on every machine. */
export interface InputHash {
  name: string;
  bytes: number;
  sha256: string;
}

/**
 * Hashes the files that `openCorpus` would read, in its order: what stands for a corpus where results are compared.
 * @throws LetheError when an input is absent or of unknown format; signal.reason when aborted
 */
export async function hashInputs(
  inputs: readonly string[],
  format: CorpusFormat | undefined,
  signal: AbortSignal,
): Promise<InputHash[]> {
  const hashes: InputHash[] = [];
  for (const file of await findCorpusFiles(inputs, format, () => {})) {
    await file.fetch?.();
    const paths = file.format === 'corpus' ? tableFiles(file.path, corpus) : [file.path];
    for (const path of paths) {
      signal.throwIfAborted();
      const name = path === file.path ? file.name : `${file.name}/${basename(path)}`;
      hashes.push({ name, bytes: statSync(path).size, sha256: await hashFile(path) });
    }
  }
  return hashes;
}
