import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  facts,
  findManifest,
  type Manifest,
  readManifest,
  readRows,
  tableFileName,
  trace,
  writeJson,
  writeTable,
} from '@lethe/contracts';
import { planExperiment, readExperiment } from '@lethe/experiment';
import { factRow } from '../../inputs/table-rows.js';
import type { FuzzedParser } from '../fuzzed-parser.js';
import { packagePath } from './fixtures.js';
import { followToEnd } from './follow-to-end.js';

/** Calls `write` with an empty directory and takes the file that it leaves there. */
function written(directory: string, name: string, write: (directory: string) => void): Buffer {
  const begun = join(directory, 'seed');
  mkdirSync(begun);
  write(begun);
  const bytes = readFileSync(join(begun, name));
  rmSync(begun, { recursive: true });
  return bytes;
}

const manifest: Manifest = {
  ...{
    manifest: 1,
    stage: 'train',
    seed: 1,
    backend: 'wasm',
    identity: 'abc',
    settings: { LETHE_BACKEND: 'auto' },
  },
  producer: { name: '@lethe/train', version: '0.1.0', fingerprint: 'abc' },
  contracts: { steps: 1, trace: 1 },
  config: { seed: 1, optimizer: { learningRate: 0.002, betas: [0.9, 0.95] }, from: null },
  inputs: [{ stage: 'data', name: 'data', manifest_sha256: 'abc' }],
  files: [{ path: 'steps.arrows', bytes: 10, sha256: 'abc', table: 'steps', version: 1, rows: 3 }],
  summary: { flagged: 2 },
};
const traceRow = (step: number) => ({
  ...{ step, probe_id: 'p', token_logprobs: [-1, -2.5], first_token_rank: 1, greedy_match: true },
});
function experimentSeeds(): Buffer[] {
  const names = ['quickstart', 'base', 'extraction', 'extraction-pretraining'];
  return names.map((name) => readFileSync(packagePath('../experiments', name, 'experiment.json')));
}

/** What stages hand each other, and the experiment. */
export const stageParsers: readonly FuzzedParser[] = [
  {
    name: 'table-file',
    file: tableFileName(facts, 0),
    holds: 'bytes',
    seeds: (directory) => [
      written(directory, tableFileName(facts, 0), (begun) =>
        writeTable(begun, facts, [factRow('a', 'once', 'A text.'), factRow('b', 'control', 'Another.')]),
      ),
    ],
    read: (path) => readRows(dirname(path), facts),
  },
  {
    name: 'table-stream',
    file: tableFileName(trace, 0),
    holds: 'bytes',
    seeds: (directory) => [
      written(directory, tableFileName(trace, 0), (begun) =>
        writeTable(begun, trace, [traceRow(0), traceRow(7)]),
      ),
    ],
    read: (path) => readRows(dirname(path), trace),
  },
  {
    name: 'followed-table',
    file: tableFileName(trace, 0),
    holds: 'bytes',
    // Whole, and as it is while it grows.
    seeds: (directory) => {
      const whole = written(directory, tableFileName(trace, 0), (begun) =>
        writeTable(begun, trace, [traceRow(0), traceRow(7)]),
      );
      return [whole, whole.subarray(0, -8), whole.subarray(0, -100)];
    },
    read: (path) => followToEnd(dirname(path), trace),
  },
  {
    name: 'manifest.json',
    file: 'manifest.json',
    holds: 'json',
    seeds: (directory) => [
      written(directory, 'manifest.json', (begun) => writeJson(join(begun, 'manifest.json'), manifest)),
    ],
    read: (path) => {
      findManifest(dirname(path));
      readManifest(dirname(path));
    },
  },
  {
    name: 'experiment.json',
    file: 'experiment.json',
    holds: 'json',
    seeds: experimentSeeds,
    read: (path) => {
      const experiment = readExperiment(path);
      planExperiment(experiment, 'full');
      planExperiment(experiment, 'smoke');
    },
  },
];
