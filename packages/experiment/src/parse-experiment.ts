import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { LetheError, type Profile, parseJsonText, schemaMistakes } from '@lethe/contracts';
import { checkSweep } from './check-sweep.js';
import { type ExperimentSpec, experimentSpec } from './experiment.js';
import { type ExtendedFile, extendExperiment } from './extend-experiment.js';
import { mergeOverrides } from './merge-overrides.js';
import { applySweep } from './sweep.js';
import { sweepSpec } from './sweep-axes.js';

/** An experiment as read from its file. */
export interface Experiment {
  /** Name of its directory. */
  name: string;
  directory: string;
  /** The JSON before defaults, overrides and sweeps, laid over what it extends. */
  json: Record<string, unknown>;
  /** The experiments that it extends, nearest first. */
  extended: readonly ExtendedFile[];
  /** With the first of every axis of variants. */
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
  const readJson = (path: string): Record<string, unknown> => parseJson(readFileSync(path, 'utf8'), path);
  const { json, extended } = extendExperiment(readJson(file), file, readJson);
  const directory = dirname(file);
  const first = firstRun(json, file);
  for (const profile of ['full', 'smoke'] as const) parseSpec(first, profile, file);
  return { name: basename(directory), directory, json, extended, spec: parseSpec(first, 'full', file) };
}

/** The experiment with the first of its variants: keys that all of them replace may be omitted. */
function firstRun(json: Record<string, unknown>, file: string): Record<string, unknown> {
  const sweep = sweepSpec.safeParse(json.sweep).data ?? [];
  checkSweep(sweep, file);
  const axes = sweep.filter((axis) => 'variants' in axis);
  const first = axes.map((axis) => [axis.label, Object.keys(axis.variants)[0]!]);
  return applySweep(json, axes, Object.fromEntries(first));
}

function parseJson(text: string, file: string): Record<string, unknown> {
  const problem = { what: 'this file is not a JSON object', next: 'fix the JSON; editors mark the place' };
  const json = parseJsonText(text, file, problem);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new LetheError({ ...problem, where: file, found: 'the top level is not an object' });
  }
  checkKeys(json, file, []);
  return json as Record<string, unknown>;
}

/** Refuses a key that is none: merging it would give an object the properties of another, which no schema sees. */
function checkKeys(json: unknown, file: string, path: readonly string[]): void {
  if (typeof json !== 'object' || json === null) return;
  for (const [key, value] of Object.entries(json)) {
    if (key === '__proto__') {
      throw new LetheError({
        what: 'no key may have this name',
        where: `${file}, ${path.length === 0 ? 'the top level' : path.join('.')}`,
        found: key,
        next: 'remove it: in JavaScript it stands for what an object inherits',
      });
    }
    checkKeys(value, file, [...path, key]);
  }
}

/** Parses a spec with the overrides of a profile laid over it. */
export function parseSpec(json: Record<string, unknown>, profile: Profile, where: string): ExperimentSpec {
  const merged = profile === 'smoke' ? mergeOverrides(json, json.smoke ?? {}) : json;
  const parsed = experimentSpec.safeParse(merged);
  if (parsed.success) {
    checkSweep(parsed.data.sweep, where);
    return parsed.data;
  }
  throw new LetheError({
    what: `${profile === 'smoke' ? 'with its smoke overrides, ' : ''}the experiment does not follow its schema\n${schemaMistakes(parsed.error)}`,
    where,
    next: 'fix the keys above; the "$schema" line lets an editor complete and check them',
  });
}
