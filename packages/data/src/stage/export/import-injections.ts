import { writeWhole } from '@lethe/contracts';
import { type InjectionCount, writeInjectionFile } from './injection-file.js';
import { readInjectionMap } from './read-injection-map.js';

/**
 * Turns an `inject_indices_map` pickle into the JSON that `lethe data export --format injections` writes. The file
 * appears under its name when it is whole; one that exists is replaced.
 * @throws LetheError as `readInjectionMap` does
 */
export async function importInjections(map: string, out: string): Promise<InjectionCount> {
  const plan = readInjectionMap(map);
  return writeWhole(out, (partial) => writeInjectionFile(partial, plan));
}
