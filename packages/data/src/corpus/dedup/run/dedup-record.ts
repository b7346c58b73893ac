import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LetheError, schemaMistakes, writeJson } from '@lethe/contracts';
import * as z from 'zod';
import { malformedPolicies } from '../../files/malformed-rows.js';
import { corpusFormatNames } from '../../readers/corpus-readers.js';

const DEDUP_FILE = 'dedup.json';

const count = z.int().nonnegative();

const recordSchema = z.strictObject({
  dedup: z.literal(1),
  /** sha256 of the settings; null where the caller gave none. */
  identity: z.string().nullable(),
  settings: z.json(),
  /** Where the inputs were and how they were read; null where the caller did not say. */
  inputs: z
    .strictObject({
      corpus: z.array(z.string()),
      against: z.array(z.string()),
      reading: z.strictObject({
        format: z.enum(corpusFormatNames).nullable(),
        textField: z.string(),
        idField: z.union([z.string(), z.literal(false)]).nullable(),
        onMalformed: z.enum(malformedPolicies),
        paraphrases: z.boolean(),
      }),
    })
    .nullable(),
  dropped: z.boolean(),
  summary: z.strictObject({
    documents: count,
    kept: count,
    removed: count,
    cut: count,
    characters: count,
    removed_characters: count,
    clusters: count,
    largest: z.array(z.strictObject({ cluster_id: z.string(), documents: count })),
  }),
});

/** What dedup.json says about a finished directory of deduplication. */
export type DedupRecord = z.infer<typeof recordSchema>;

/** Writes dedup.json; the directory still has its temporary name. */
export function writeDedupRecord(directory: string, record: DedupRecord): void {
  writeJson(join(directory, DEDUP_FILE), record);
}

/**
 * Reads dedup.json of a directory.
 * @throws LetheError when it is absent or of another version
 */
export function readDedupRecord(directory: string): DedupRecord {
  const path = join(directory, DEDUP_FILE);
  if (!existsSync(path)) {
    throw new LetheError({
      what: 'this is not a result of deduplication',
      where: directory,
      expected: `a directory with ${DEDUP_FILE}, which lethe data dedup writes`,
      found: existsSync(directory) ? `no ${DEDUP_FILE}` : 'no such directory',
      next: 'correct the path',
    });
  }
  const parsed = recordSchema.safeParse(parseJson(path));
  if (parsed.success) return parsed.data;
  throw new LetheError({
    what: `this file does not hold what this version of Lethe writes\n${schemaMistakes(parsed.error)}`,
    where: path,
    next: 'remove the directory and run lethe data dedup again',
  });
}

/** The record of a finished directory; undefined where there is none. */
export function findDedupRecord(directory: string): DedupRecord | undefined {
  return existsSync(join(directory, DEDUP_FILE)) ? readDedupRecord(directory) : undefined;
}

function parseJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    return { notJson: (error as Error).message };
  }
}
