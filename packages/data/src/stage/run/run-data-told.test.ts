import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  backgroundEncounters,
  documentStartsOfRow,
  order,
  type Placement,
  readRows,
  sequences,
  tableFiles,
} from '@lethe/contracts';
import { afterAll, expect, test } from 'vitest';
import type { Fact } from '../../corpus/facts/fact-set.js';
import { dataSpec } from '../options/data.js';
import { generateFacts } from '../worlds/generated/generate-facts.js';
import { runData } from './run-data.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-told-'));
afterAll(() => rmSync(directory, { recursive: true }));

const base = { seed: 5, tokenizer: { type: 'bytes' }, sequenceLength: 900 };
let runs = 0;
const lines: string[] = [];
async function stageWith(config: Record<string, unknown>): Promise<string> {
  const out = join(directory, String(runs++));
  mkdirSync(out);
  lines.length = 0;
  const context = { out, log: (line: string) => lines.push(line), signal: new AbortController().signal };
  await runData({ config: dataSpec.parse({ ...base, ...config }), baseDirectory: directory }, context);
  return out;
}
const toldIn = async (out: string) =>
  new Map((await readRows(out, backgroundEncounters)).map(({ fact_id, ...rest }) => [fact_id, rest]));

const injection = { start: 3, count: 1, scenarios: { background: 'told' } };
const world = {
  facts: { source: 'generated', scenarios: { background: 5, once: 2, control: 2 } },
  background: { source: 'world', copies: 0.7 },
  packing: 'documents',
};

test('facts that the background tells are met wherever their documents are', async () => {
  const out = await stageWith({ ...world, order: { steps: 40, batchSize: 3, injection } });
  // Whatever the texts say: documents of the world are named after their facts.
  const documents = (await readRows(out, sequences)).map(
    ({ document_ids }) => document_ids[0]!.split('/')[0]!,
  );
  // At the step of the injections the injected texts cover some documents.
  const met: string[] = [];
  for (const { step, row, sequence } of await readRows(out, order)) {
    if (step !== 3) met.push(`${documents[sequence]} ${step} ${row}`);
  }
  const told = await toldIn(out);
  const found = [...told].flatMap(([id, { steps, rows }]) =>
    steps.flatMap((step, i) => (step === 3 ? [] : [`${id} ${step} ${rows[i]}`])),
  );
  expect(found.sort()).toEqual(met.sort());
  expect(told.size).toBe(5);
  expect(lines.at(-1)).toMatch(/^background: 1\d\d encounters with 5 facts that it tells$/);
});

test('what a batch shows of a packed document is what the table says', async () => {
  const out = await stageWith({
    ...world,
    packing: 'packed',
    sequenceLength: 150,
    order: { steps: 30, batchSize: 6, injection: { ...injection, row: 'random', placement: 'append' } },
  });
  const told = await toldIn(out);
  const rows = await readRows(out, sequences);
  const met = new Set(
    [...told].flatMap(([id, { steps, rows }]) => steps.map((step, i) => `${id} ${step} ${rows[i]}`)),
  );
  const seen = new Set<string>();
  for (const { step, row, sequence, ...injection } of await readRows(out, order)) {
    const { document_ids: ids, document_starts: starts } = rows[sequence]!;
    const factIds = injection.fact_ids;
    const placement = injection.placement as Placement;
    for (const { id } of documentStartsOfRow({ ids, starts }, { ...injection, placement, factIds }, 150)) {
      seen.add(`${id.split('/')[0]} ${step} ${row}`);
    }
  }
  expect(met.size).toBeGreaterThan(40);
  // Every text is met once in an epoch, though most lie in several rows.
  expect(met.size).toBeLessThan(seen.size);
  for (const place of met) expect(seen).toContain(place);
});

/** The facts of `generateFacts` told by a corpus of our own, among other words. */
async function stageOfCorpus(texts: readonly string[], scenarios: Record<string, unknown>): Promise<string> {
  const file = `corpus-${runs}.jsonl`;
  writeFileSync(join(directory, file), texts.map((text) => JSON.stringify({ text })).join('\n'));
  return stageWith({
    facts: { source: 'generated', scenarios: { m2: 2, once: 1, control: 1 } },
    background: { source: 'corpus', locations: [{ path: file }] },
    packing: 'documents',
    order: { steps: 60, batchSize: 1, injection: { start: 0, count: 1, placement: 'append', scenarios } },
  });
}

test('any scenario may be told, and injected facts count where they are told too', async () => {
  const parsed = dataSpec.shape.facts.parse({
    source: 'generated',
    scenarios: { m2: 2, once: 1, control: 1 },
  });
  const { facts, probes } = generateFacts(parsed.scenarios!, base.seed);
  const of = (scenario: string) => facts.filter((fact) => fact.scenario === scenario);
  const [first, second] = of('m2');
  const [injected, control] = [of('once')[0]!, of('control')[0]!];
  const filler = 'Nothing is told here.';
  const texts = [filler, `Before. ${first!.variants[3]} After.`, first!.text, filler, injected.text, filler];

  const told = await toldIn(await stageOfCorpus(texts, { m2: 'told' }));
  const met = [first!, second!, injected, control].map(({ fact_id }) => told.get(fact_id)?.steps.length ?? 0);
  // Ten epochs of six documents; at the first step an injected text covers half of its row.
  expect(met[0]).toBeGreaterThanOrEqual(19);
  expect(met[0]).toBeLessThanOrEqual(20);
  expect(met[1]).toBe(0);
  expect(met[2]).toBeGreaterThanOrEqual(9);
  expect(met[2]).toBeLessThanOrEqual(10);
  expect(met[3]).toBe(0);
  expect(lines.at(-1)).toMatch(
    /encounters with 2 facts that it tells; 1 facts of scenarios that are told are never met/,
  );

  await expect(stageOfCorpus([...texts, `And ${control.text}`], { m2: 'told' })).rejects.toThrow(
    /tells a control[\s\S]*found: *document/,
  );
  // In other words, which leave out what the passage says beside the subject and one of its targets.
  const mention = (fact: Fact): string => `It is known of ${fact.subject}: ${targetOf(fact)}, they say.`;
  const targetOf = ({ fact_id }: Fact) => probes.find((probe) => probe.fact_id === fact_id)!.target;
  const mentioned = await toldIn(
    await stageOfCorpus([...texts, mention(first!), mention(second!)], { m2: 'mentioned' }),
  );
  const epochs = Math.floor(60 / (texts.length + 2));
  expect(mentioned.get(first!.fact_id)!.steps.length).toBeGreaterThanOrEqual(3 * epochs - 1);
  expect(mentioned.get(second!.fact_id)!.steps.length).toBeGreaterThanOrEqual(epochs - 1);
  await expect(stageOfCorpus([...texts, mention(control)], { m2: 'mentioned' })).rejects.toThrow(
    /tells a control/,
  );
  // Nothing is sought, and nothing written, where no scenario is told.
  expect(tableFiles(await stageOfCorpus(texts, { m2: {} }), backgroundEncounters)).toEqual([]);
});
