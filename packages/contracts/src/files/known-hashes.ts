import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { cacheDirectory } from './cache-directory.js';
import { hashFile } from './hash-file.js';
import { isTemporary } from './temporary-path.js';
import { writeFileWhole } from './write-whole.js';

/** Smaller files are hashed in less time than it takes to look their hashes up. */
const WORTH_KEEPING = 2 ** 20;

const recordSchema = z.object({
  format: z.literal(1),
  directory: z.string(),
  /** By path below the directory. */
  files: z.record(z.string(), z.object({ stamp: z.string(), sha256: z.string() })),
});

/** Hashes of the files below a directory. */
export interface KnownHashes {
  /** SHA-256 of a file in lower-case hex: read anew unless size, times and inode are those of the last time. */
  hash(path: string): Promise<string>;
  /** Keeps the hashes of large files for the next time, where the cache can be written. */
  keep(): void;
}

/** Opens the hashes that are known of a directory's large files, from `hashes` below the cache directory. */
export function openKnownHashes(directory: string, env: NodeJS.ProcessEnv = process.env): KnownHashes {
  const real = realpathSync(directory);
  const folder = join(cacheDirectory(env), 'hashes');
  const path = join(folder, `${createHash('sha256').update(real).digest('hex').slice(0, 32)}.json`);
  const known = readRecord(path)?.files ?? {};
  const files: typeof known = {};
  let isNew = false;
  return {
    async hash(name) {
      const file = join(real, name);
      const stamp = stampOf(file);
      const before = Object.hasOwn(known, name) ? known[name] : undefined;
      const sha256 = before?.stamp === stamp ? before.sha256 : await hashFile(file);
      // A file that changes meanwhile has a hash that is of no use.
      if (statSync(file).size < WORTH_KEEPING || stampOf(file) !== stamp) return sha256;
      files[name] = { stamp, sha256 };
      isNew ||= before?.stamp !== stamp;
      return sha256;
    },
    keep() {
      if (!isNew) return;
      try {
        mkdirSync(folder, { recursive: true });
        writeFileWhole(path, JSON.stringify({ format: 1, directory: real, files }));
        forgetRemoved(folder);
      } catch {
        // Then they are computed again.
      }
    },
  };
}

function stampOf(path: string): string {
  const { size, mtimeNs, ctimeNs, ino, dev } = statSync(path, { bigint: true });
  return [size, mtimeNs, ctimeNs, ino, dev].join(' ');
}

function readRecord(path: string): z.infer<typeof recordSchema> | undefined {
  try {
    return recordSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Removes the records of directories that are gone. */
function forgetRemoved(folder: string): void {
  for (const name of readdirSync(folder)) {
    const record = isTemporary(name) ? undefined : readRecord(join(folder, name));
    if (record && !existsSync(record.directory)) rmSync(join(folder, name), { force: true });
  }
}
