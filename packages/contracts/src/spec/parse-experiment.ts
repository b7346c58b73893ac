import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import * as z from 'zod';
import { LetheError } from '../errors.js';
import { type ExperimentSpec, experimentSpec, type Profile } from './experiment-spec.js';

/** An experiment as its file gives it. */
export interface Experiment {
  /** Name of its directory. */
  name: string;
  directory: string;
  /** The JSON before defaults, overrides and sweeps. */
  json: Record<string, unknown>;
  spec: ExperimentSpec;
}

/**
 * Reads and checks an experiment.
 * @param path experiment.json or its directory
 * @throws LetheError naming the file and the JSON path of every mistake
 */
export function readExperiment(path: string): Experiment {
  const file = path.endsWith('.json') ? resolve(path) : resolve(path, 'experiment.json');
  if (!existsSync(file)) {
    throw new LetheError({
      what: 'there is no such experiment',
      where: file,
      next: 'name a directory with an experiment.json, or write one: npx nx g nx-lethe:experiment NAME',
    });
  }
  const json = parseJson(readFileSync(file, 'utf8'), file);
  const directory = dirname(file);
  for (const profile of ['full', 'smoke'] as const) parseSpec(json, profile, file);
  return { name: basename(directory), directory, json, spec: parseSpec(json, 'full', file) };
}

function parseJson(text: string, file: string): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json === 'object' && json !== null && !Array.isArray(json))
      return json as Record<string, unknown>;
    throw new SyntaxError('the top level is not an object');
  } catch (error) {
    throw new LetheError({
      what: 'this file is not a JSON object',
      where: file,
      found: (error as Error).message,
      next: 'mend the JSON; editors mark the place',
    });
  }
}

/** Parses a spec with the overrides of a profile laid over it. */
export function parseSpec(json: Record<string, unknown>, profile: Profile, where: string): ExperimentSpec {
  const merged = profile === 'smoke' ? mergeOverrides(json, json.smoke ?? {}) : json;
  const parsed = experimentSpec.safeParse(merged);
  if (parsed.success) return checkSpec(parsed.data, where);
  throw new LetheError({
    what: `${profile === 'smoke' ? 'with its smoke overrides, ' : ''}the experiment does not follow its schema\n${z.prettifyError(parsed.error)}`,
    where,
    next: 'mend the keys above; the "$schema" line lets an editor complete and check them',
  });
}

function checkSpec(spec: ExperimentSpec, where: string): ExperimentSpec {
  const labels = spec.sweep.map((axis) => axis.label);
  if (new Set(labels).size !== labels.length) {
    throw new LetheError({
      what: 'two sweep axes have the same label',
      where: `${where}, sweep`,
      found: labels.join(', '),
    });
  }
  return spec;
}

/** Lays `over` on `base`: objects are merged, everything else is replaced. */
export function mergeOverrides<T>(base: T, over: unknown): T {
  if (!isObject(base) || !isObject(over)) return over as T;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    merged[key] = key in merged ? mergeOverrides(merged[key], value) : value;
  }
  return merged as T;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
