import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TableDefinition } from './define-table.js';

/** File name of a shard: `facts.arrow`, `facts-1.arrow`, ...; streams end in `.arrows`. */
export function tableFileName(table: TableDefinition, shard: number): string {
  const extension = table.format === 'stream' ? 'arrows' : 'arrow';
  return shard === 0 ? `${table.name}.${extension}` : `${table.name}-${shard}.${extension}`;
}

/** The files of a table in a stage directory, first shard first. */
export function tableFiles(directory: string, table: TableDefinition): string[] {
  const pattern = new RegExp(`^${table.name}(-\\d+)?\\.arrows?$`);
  const shardOf = (name: string): number => Number(/-(\d+)\./.exec(name)?.[1] ?? 0);
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => pattern.test(name))
    .sort((a, b) => shardOf(a) - shardOf(b))
    .map((name) => join(directory, name));
}
