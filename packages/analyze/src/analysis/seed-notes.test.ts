import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MANIFEST_FILE, type Manifest } from '@lethe/contracts';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { noteSeeds } from './seed-notes.js';

let directory: string;
const directories: string[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lethe-seeds-'));
  directories.push(directory);
});
afterAll(() => {
  for (const path of directories) rmSync(path, { recursive: true });
});

/** A finished directory of a stage with one file. */
function stage(name: string, file: { path: string; table: string | null; sha256: string }): string {
  const path = join(directory, name);
  mkdirSync(path, { recursive: true });
  const manifest: Manifest = {
    ...{ manifest: 1, stage: 'data', contracts: {}, config: {}, seed: 1, backend: null, settings: {} },
    ...{ producer: { name: 'p', version: '0', fingerprint: '0' }, inputs: [], identity: '0' },
    files: [{ ...file, bytes: 1, version: null, rows: null }],
  };
  writeFileSync(join(path, MANIFEST_FILE), JSON.stringify(manifest));
  return path;
}

interface Options {
  data?: number;
  tokenizer?: string;
  trace?: string;
  conditions?: string[];
  target?: string;
}

function pooledRun(seed: number, options: Options = {}) {
  const { data = seed, tokenizer = 't', trace = `trace ${seed}`, target = `target ${seed}` } = options;
  const conditions = options.conditions ?? ['duplication', 'control'];
  const at = stage(`data-${data}`, { path: 'tokenizer.json', table: null, sha256: tokenizer });
  const train = stage(`train-${seed}`, { path: 'trace.arrows', table: 'trace', sha256: trace });
  const facts = conditions.map((condition, i) => ({
    ...{ id: `fact-${i}`, condition, encounters: new Int32Array(0) },
  }));
  const probes = facts.map(({ id }, fact) => ({ id, fact, depth: 'memorization', prompt: 'p', target }));
  const run = { id: `s${seed}`, values: { s: seed }, data: at, train, probe: join(directory, 'absent') };
  return { run, measurements: { data: at, facts, probes } };
}

function notes(...pooled: ReturnType<typeof pooledRun>[]): string[] {
  const lines: string[] = [];
  noteSeeds('all', pooled, (line) => lines.push(line));
  return lines;
}

describe('pooled seeds', () => {
  it('that differ as they should need no note, nor does one', () => {
    expect(notes(pooledRun(1), pooledRun(2))).toEqual([]);
    expect(notes(pooledRun(1, { tokenizer: 'u' }))).toEqual([]);
  });

  it('with tokenizers of their own have another unit each', () => {
    const [line, ...others] = notes(pooledRun(1), pooledRun(2, { tokenizer: 'u' }), pooledRun(3));
    expect(line).toMatch(/^all: warning: its 3 runs have 2 different tokenizers.*analyze\.unit/);
    expect(others).toEqual([]);
  });

  it('that share their data share the order of batches', () => {
    expect(notes(pooledRun(1, { data: 9 }), pooledRun(2, { data: 9 }))).toEqual([
      expect.stringMatching(/share their data.*sweep data\.seed together with train\.seed/),
    ]);
    // Crossed seeds see other data too.
    expect(notes(pooledRun(1, { data: 9 }), pooledRun(2, { data: 9 }), pooledRun(3, { data: 8 }))).toEqual(
      [],
    );
  });

  it('are told when the seed of data leaves every fact in its condition', () => {
    const same = { target: 'same' };
    expect(notes(pooledRun(1, same), pooledRun(2, same))).toEqual([
      expect.stringMatching(/same facts are in the same conditions.*rotation to "seed"/),
    ]);
    const turned = { ...same, conditions: ['control', 'duplication'] };
    expect(notes(pooledRun(1, same), pooledRun(2, turned))).toEqual([]);
    const single = { ...same, conditions: ['duplication', 'duplication'] };
    expect(notes(pooledRun(1, single), pooledRun(2, single))).toEqual([]);
  });

  it('that measured the same are one run', () => {
    const [line, ...others] = notes(pooledRun(1, { trace: 'x' }), pooledRun(2), pooledRun(3, { trace: 'x' }));
    expect(line).toMatch(/^all: warning: s1 and s3 measured exactly the same/);
    expect(others).toEqual([]);
  });
});
