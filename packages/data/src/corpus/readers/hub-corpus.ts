import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { listFiles } from '@huggingface/hub';
import { LetheError, writeFileWhole } from '@lethe/contracts';
import * as z from 'zod';
import { downloadFromHub, hubCachePath, hubConnection, hubFailure } from '../files/download-from-hub.js';
import { globPattern, type HubCorpus } from '../files/hub-input.js';
import { chooseFormat } from './choose-format.js';
import type { CorpusFormat } from './corpus-readers.js';
import { formatOfDataFile, formatOfName } from './detect-format.js';
import type { FoundFile } from './found-file.js';

export interface HubOptions {
  log: (line: string) => void;
  signal: AbortSignal;
  /** Environment to read HF_ENDPOINT, HF_TOKEN, LETHE_CACHE and XDG_CACHE_HOME from. */
  env: NodeJS.ProcessEnv;
}

const treeSchema = z.array(z.object({ path: z.string(), size: z.number() }));
type Tree = z.infer<typeof treeSchema>;

/**
 * Finds the files of a data set on the hub that hold a corpus; each is downloaded when a pass comes to it. The list
 * of files and the files are kept below LETHE_CACHE and asked for once.
 * @throws LetheError when there is no such data set, it is gated, no file matches or the network fails
 */
export async function findHubFiles(
  hub: HubCorpus,
  format: CorpusFormat | undefined,
  options: HubOptions,
): Promise<FoundFile[]> {
  const tree = await listTree(hub, options);
  const pattern = hub.pattern === undefined ? undefined : globPattern(hub.pattern);
  const entries = tree
    // Cards and settings are no part of the data unless they are named.
    .filter(({ path }) => (pattern ? pattern.test(path) : formatOfDataFile(path) !== undefined))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ path, size }) => {
      const named = formatOfName(path);
      return {
        name: `${hub.repo}/${path}`,
        path: hubCachePath({ ...hub, file: path }, options.env),
        bytes: size,
        // The content decides where a name does not; it is not here yet.
        format: named ?? format,
        fetch: () => fetchFile(hub, path, size, options),
      };
    });
  return chooseFormat(`hf:${hub.repo}@${hub.revision}`, entries, format, options.log);
}

async function fetchFile(hub: HubCorpus, file: string, size: number, options: HubOptions): Promise<void> {
  const path = hubCachePath({ ...hub, file }, options.env);
  if (!existsSync(path)) {
    try {
      await downloadFromHub({ ...hub, file }, path, options);
    } catch (error) {
      options.signal.throwIfAborted();
      throw hubFailure(error, `${hub.repo}/${file} at ${hub.revision}`);
    }
  }
  const found = statSync(path).size;
  if (found === size) return;
  throw new LetheError({
    what: 'this file is not the one that the data set lists',
    where: path,
    expected: `${size} bytes`,
    found: `${found} bytes`,
    next: `the data set was changed: remove ${treePath(hub, options)} and this file, or name a commit (@revision)`,
  });
}

/** Beside the files of the revision; no file of a repository has this name. */
function treePath(hub: HubCorpus, { env }: HubOptions): string {
  return `${hubCachePath({ ...hub, file: 'x' }, env).slice(0, -2)}.tree.json`;
}

async function listTree(hub: HubCorpus, options: HubOptions): Promise<Tree> {
  const path = treePath(hub, options);
  if (existsSync(path)) return treeSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  const tree: Tree = [];
  try {
    const connection = hubConnection(options);
    const repo = { type: 'dataset', name: hub.repo } as const;
    // The library puts the revision into the address as it is, and refs/convert/parquet has slashes.
    const revision = encodeURIComponent(hub.revision);
    for await (const entry of listFiles({ repo, revision, recursive: true, ...connection })) {
      if (entry.type === 'file') tree.push({ path: entry.path, size: entry.size });
    }
  } catch (error) {
    options.signal.throwIfAborted();
    throw hubFailure(error, `${hub.repo} at ${hub.revision}`);
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileWhole(path, JSON.stringify(tree));
  return tree;
}
