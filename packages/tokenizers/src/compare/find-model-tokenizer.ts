import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { findManifest, MANIFEST_FILE, manifestDigest } from '@lethe/contracts';
import { TOKENIZER_FILE } from '../end-of-text.js';

/**
 * The `tokenizer.json` with which a model was trained: the one beside its weights, else that of the data directory which
 * the manifest of its training names by digest. Undefined where neither is there.
 * @param model directory of weights, such as `checkpoints/step-001000` of a train stage
 * @param near a data directory that may be the one
 */
export function findModelTokenizer(model: string, near?: string): string | undefined {
  const beside = join(model, TOKENIZER_FILE);
  if (existsSync(beside)) return beside;
  const train = resolve(model, '../..');
  const manifest = findManifest(train);
  const input = manifest?.stage === 'train' && manifest.inputs.find(({ stage }) => stage === 'data');
  if (!input) return undefined;
  const candidates = [...(near === undefined ? [] : [near]), ...dataDirectories(train)];
  const data = candidates.find(
    (path) => existsSync(join(path, MANIFEST_FILE)) && manifestDigest(path) === input.manifest_sha256,
  );
  const found = data && join(data, TOKENIZER_FILE);
  return found && existsSync(found) ? found : undefined;
}

/** Data directories of the experiment of a train directory: `data--a`, or `data--a/b`, beside `train--a` or `train--a/b`. */
function dataDirectories(train: string): string[] {
  const parents = [dirname(train), dirname(dirname(train))];
  const groups = parents.flatMap((parent) => named(parent, (name) => /^data(--|$)/.test(name)));
  return [...groups, ...groups.flatMap((group) => named(group, () => true))];
}

function named(parent: string, wanted: (name: string) => boolean): string[] {
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && wanted(entry.name))
    .map(({ name }) => join(parent, name));
}
