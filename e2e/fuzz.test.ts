import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const MAIN = join(import.meta.dirname, '../tools/bench/dist/fuzz/main.js');

/** Those of `fuzzedParsers` in which no defect is known. */
const parsers = [
  ...['parquet', 'jsonl', 'gzip', 'text', 'fictional-knowledge', 'popqa-tsv', 'pickle', 'spans'],
  ...['tokenizer.json', 'tokenizer_config.json', 'safetensors', 'safetensors-index', 'adapter_config.json'],
  'published-log',
];

it('reads or refuses broken and hostile files, in time and memory', () => {
  const args = [MAIN, '--only', parsers.join(','), '--seed', '1', '--count', '45'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(status, `${stdout}\n${stderr}`).toBe(0);
  for (const parser of parsers) expect(stdout).toMatch(new RegExp(`^${parser} .*\\d+`, 'm'));
});
