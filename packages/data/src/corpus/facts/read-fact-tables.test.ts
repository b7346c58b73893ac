import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  facts as factsTable,
  LetheError,
  probes as probesTable,
  readRows,
  writeTable,
} from '@lethe/contracts';
import { byteTokens, createByteBpeTokenizer } from '@lethe/tokenizers';
import { afterAll, expect, test } from 'vitest';
import { dataSpec } from '../../stage/options/data.js';
import { runData } from '../../stage/run/run-data.js';
import { tokenizeProbes } from '../../stage/tokenize/tokenize-probes.js';
import { generateFacts } from '../../stage/worlds/generated/generate-facts.js';
import { encountersIn } from '../../testing/encounters-in.js';
import type { FactSet } from './fact-set.js';
import { readFactTables } from './read-fact-tables.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-fact-tables-'));
afterAll(() => rmSync(directory, { recursive: true }));

const set = generateFacts({ duplication: 6, paraphrase: 0, once: 0, control: 0 }, 1);
function writeSet({ facts, probes }: FactSet): string {
  const path = mkdtempSync(join(directory, 'set-'));
  writeTable(path, factsTable, facts);
  writeTable(path, probesTable, tokenizeProbes(probes, createByteBpeTokenizer(byteTokens())));
  return path;
}

test('facts and probes come back as they were written', async () => {
  const probes = set.probes.map((probe, i) => ({
    ...probe,
    split: i % 2 === 0 ? ('train' as const) : ('test' as const),
  }));
  expect(await readFactTables(writeSet({ ...set, probes }))).toEqual({ facts: set.facts, probes });
});

test('tables that do not belong together are refused', async () => {
  const [fact] = set.facts;
  const [probe] = set.probes;
  const read = (facts: FactSet['facts'], probes: FactSet['probes']) =>
    readFactTables(writeSet({ facts, probes }));
  await expect(read([fact!, fact!], [])).rejects.toThrow(/duplicate fact_id[\s\S]*fact-000/);
  await expect(read([fact!], [probe!, probe!])).rejects.toThrow(/duplicate probe_id/);
  await expect(read([], [probe!])).rejects.toThrow(/asks for a fact that is not in the facts table/);
  await expect(readFactTables(directory)).rejects.toThrow(LetheError);
});

test('an experiment takes its facts from tables, with scenarios of its own or theirs', async () => {
  const path = writeSet({
    ...set,
    facts: set.facts.map((fact, i) => ({ ...fact, scenario: i < 5 ? 'background' : 'once' })),
  });
  const run = async (facts: Record<string, unknown>): Promise<string> => {
    const out = mkdtempSync(join(directory, 'out-'));
    const config = dataSpec.parse({
      facts: { source: 'tables', location: { path }, ...facts },
      background: { source: 'generated', documents: 20 },
      tokenizer: { type: 'bytes' },
      sequenceLength: 64,
      order: { steps: 8, batchSize: 40, injection: { start: 1, interval: 2, count: 3 } },
    });
    const context = { out, log: () => {}, signal: new AbortController().signal };
    await runData({ config, baseDirectory: directory }, context);
    return out;
  };
  const theirs = await run({});
  expect([...(await encountersIn(theirs)).keys()]).toEqual([set.facts[5]!.fact_id]);
  expect(await readRows(theirs, factsTable)).toHaveLength(6);
  expect(await readRows(theirs, probesTable)).toHaveLength(set.probes.length);

  const dealt = await run({ scenarios: { paraphrase: 2, control: 1 } });
  const facts = await readRows(dealt, factsTable);
  expect(facts.map(({ scenario }) => scenario).sort()).toEqual(['control', 'paraphrase', 'paraphrase']);
  const met = await encountersIn(dealt);
  expect([...met.values()].map((texts) => texts.length)).toEqual([3, 3]);
});
