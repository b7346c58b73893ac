import { compareJson } from './compare-json.js';
import type { FileComparison } from './difference.js';
import { hasRenames, type Rename } from './renames.js';

interface ManifestJson {
  producer: Record<string, unknown>;
  contracts: Record<string, number>;
  inputs: Record<string, unknown>[];
  files: { path: string; table: string | null; version: number | null; rows: number | null }[];
  [key: string]: unknown;
}

/**
 * Compares two manifests but for what follows from the code that wrote them: version and fingerprint of the producer,
 * identity, hashes of inputs, and sizes and hashes of files, which are compared themselves.
 */
export function compareManifests(left: string, right: string, renames: readonly Rename[]): FileComparison {
  const versioned = (table: string | null): boolean => table === null || !hasRenames(renames, table);
  const comparable = (text: string): unknown => {
    const { identity, producer, contracts, inputs, files, ...rest } = JSON.parse(text) as ManifestJson;
    return {
      ...rest,
      producer: producer.name,
      contracts: Object.fromEntries(Object.entries(contracts).filter(([table]) => versioned(table))),
      inputs: inputs.map(({ manifest_sha256, ...input }) => input),
      files: Object.fromEntries(
        files.map(({ path, table, version, rows }) => [
          path,
          { table, rows, ...(versioned(table) ? { version } : {}) },
        ]),
      ),
    };
  };
  return {
    differences: compareJson(comparable(left), comparable(right)),
    notCompared: ['producer version and fingerprint, identity and hashes in manifests'],
  };
}
