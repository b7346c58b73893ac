import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { LetheError } from '../errors.js';
import { readJson, writeJson } from '../files/json-file.js';
import { systemProblem } from '../files/system-problem.js';
import { schemaMistakes } from '../text/schema-mistakes.js';
import { stageNames } from './stages.js';

export const MANIFEST_VERSION = 1;
export const MANIFEST_FILE = 'manifest.json';

const fileEntry = z.strictObject({
  path: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  table: z.string().nullable(),
  version: z.int().nullable(),
  rows: z.int().nullable(),
});

/** Content of a finished stage directory. It has no dates, so that equal results have equal manifests. */
export const manifestSchema = z.strictObject({
  manifest: z.literal(MANIFEST_VERSION),
  stage: z.enum(stageNames),
  producer: z.strictObject({ name: z.string(), version: z.string(), fingerprint: z.string() }),
  contracts: z.record(z.string(), z.int()),
  config: z.json(),
  seed: z.number().nullable(),
  backend: z.string().nullable(),
  settings: z.record(z.string(), z.string()),
  inputs: z.array(
    z.strictObject({ stage: z.enum(stageNames), name: z.string(), manifest_sha256: z.string() }),
  ),
  files: z.array(fileEntry),
  /** What the stage reports besides its tables, such as how many probes were flagged. */
  summary: z.record(z.string(), z.json()).optional(),
  identity: z.string(),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestFile = z.infer<typeof fileEntry>;

/** Writes the manifest last and atomically: a directory that has one is finished. */
export function writeManifest(directory: string, manifest: Manifest): void {
  writeJson(join(directory, MANIFEST_FILE), manifest);
}

/**
 * Reads the manifest of a finished stage directory.
 * @throws LetheError when the directory is not finished or the manifest has another version
 */
export function readManifest(directory: string): Manifest {
  const path = join(directory, MANIFEST_FILE);
  if (!isThere(path)) {
    const hasBegun = isThere(directory);
    throw new LetheError({
      what: hasBegun ? 'this stage is not finished' : 'this stage has not run',
      where: directory,
      expected: `a directory with ${MANIFEST_FILE}`,
      found: hasBegun ? `no ${MANIFEST_FILE}` : 'no such directory',
      next: 'run the stage that writes it',
    });
  }
  const next = 'remove the directory and run its stage again';
  const json = readJson(path, { what: 'the manifest is not JSON', next });
  const version = (json as { manifest?: unknown } | null)?.manifest;
  if (version !== MANIFEST_VERSION) {
    throw new LetheError({
      what: 'the manifest has another contract version',
      where: path,
      expected: `"manifest": ${MANIFEST_VERSION}`,
      found: `"manifest": ${JSON.stringify(version)}`,
      next: 'run its stage again with this version of Lethe',
    });
  }
  const parsed = manifestSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new LetheError({
    what: `the manifest breaks its contract\n${schemaMistakes(parsed.error)}`,
    where: path,
    next,
  });
}

/** Whether a path exists. @throws LetheError when this user may not look */
function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return false;
    throw systemProblem(error) ?? error;
  }
}

/** The manifest if the directory is finished and readable by this version, else undefined. */
export function findManifest(directory: string): Manifest | undefined {
  try {
    return readManifest(directory);
  } catch (error) {
    if (error instanceof LetheError) return undefined;
    throw error;
  }
}

/** SHA-256 of a directory's manifest, which stands for everything in the directory. */
export function manifestDigest(directory: string): string {
  return createHash('sha256')
    .update(readFileSync(join(directory, MANIFEST_FILE)))
    .digest('hex');
}
