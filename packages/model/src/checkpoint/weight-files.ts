import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LetheError, readJson, schemaMistakes, writeJson } from '@lethe/contracts';
import * as z from 'zod';
import { openSafetensors } from '../safetensors/read-safetensors.js';
import { type LazyWeight, type LazyWeights, sizeOf, type Weight } from '../safetensors/weights.js';
import { bytesOfType, type WrittenType, writeSafetensors } from '../safetensors/write-safetensors.js';

export const WEIGHTS_FILE = 'model.safetensors';
/** Says in which of several files each tensor is. */
export const WEIGHTS_INDEX_FILE = 'model.safetensors.index.json';

const indexSchema = z.object({ weight_map: z.record(z.string(), z.string()) });

/**
 * Opens the weights of a Hugging Face model directory: one safetensors file, or several and their index.
 * @param keep which tensors are wanted, by name
 * @returns the tensors, which are read when they are asked for, and the file that names them all
 * @throws LetheError when a file is absent, broken, or lacks a tensor that the index names
 */
export function openWeightFiles(
  directory: string,
  keep: (name: string) => boolean,
): { weights: LazyWeights; where: string } {
  const single = join(directory, WEIGHTS_FILE);
  const index = join(directory, WEIGHTS_INDEX_FILE);
  if (existsSync(single) || !existsSync(index)) {
    return { weights: openSafetensors(single, keep).weights, where: single };
  }
  const namesOf = new Map<string, string[]>();
  for (const [name, file] of Object.entries(readIndex(index))) {
    if (keep(name)) namesOf.set(file, [...(namesOf.get(file) ?? []), name]);
  }
  const weights: LazyWeights = {};
  for (const [file, names] of namesOf) {
    const wanted = new Set(names);
    const shard = openSafetensors(join(directory, file), (name) => wanted.has(name)).weights;
    for (const name of names) {
      if (shard[name] === undefined) {
        throw new LetheError({
          what: `tensor ${name} is not in the file that the index names`,
          where: join(directory, file),
          found: Object.keys(shard).slice(0, 4).join(', ') || 'none of its tensors',
          next: 'copy or download the files again',
        });
      }
      weights[name] = shard[name];
    }
  }
  return { weights, where: index };
}

function readIndex(path: string): Record<string, string> {
  const problem = {
    what: 'the index of the weights cannot be read',
    expected: '"weight_map", an object of tensor names and names of files beside it',
    next: 'copy or download the file again',
  };
  const broken = (found: string): LetheError => new LetheError({ ...problem, where: path, found });
  const parsed = indexSchema.safeParse(readJson(path, problem));
  if (!parsed.success) throw broken(schemaMistakes(parsed.error));
  const files = Object.values(parsed.data.weight_map);
  const elsewhere = files.find((file) => /[/\\]/.test(file) || file.startsWith('.'));
  if (elsewhere !== undefined) throw broken(elsewhere);
  return parsed.data.weight_map;
}

export interface WeightFileOptions {
  /** F32 by default. */
  type?: WrittenType | undefined;
  /** A new file begins beyond this many bytes; all in one file by default. */
  shardBytes?: number | undefined;
}

/** Writes weights into a directory: one safetensors file, or several of at most `shardBytes` and their index. */
export function writeWeightFiles(
  directory: string,
  weights: Record<string, Weight | LazyWeight>,
  { type = 'F32', shardBytes = Number.POSITIVE_INFINITY }: WeightFileOptions = {},
): void {
  const shards: string[][] = [[]];
  let bytes = 0;
  let total = 0;
  for (const [name, { shape }] of Object.entries(weights)) {
    const size = bytesOfType[type] * sizeOf(shape);
    if (bytes > 0 && bytes + size > shardBytes) {
      shards.push([]);
      bytes = 0;
    }
    shards.at(-1)!.push(name);
    bytes += size;
    total += size;
  }
  const pick = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, weights[name]!]));
  if (shards.length === 1) {
    writeSafetensors(join(directory, WEIGHTS_FILE), pick(shards[0]!), { type });
    return;
  }
  const number = (i: number) => String(i).padStart(5, '0');
  const weightMap: Record<string, string> = {};
  for (const [i, names] of shards.entries()) {
    const file = `model-${number(i + 1)}-of-${number(shards.length)}.safetensors`;
    writeSafetensors(join(directory, file), pick(names), { type });
    for (const name of names) weightMap[name] = file;
  }
  const json = { metadata: { total_size: total }, weight_map: weightMap };
  writeJson(join(directory, WEIGHTS_INDEX_FILE), json);
}
