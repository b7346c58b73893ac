import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  facts as factsTable,
  order,
  plannedInjections,
  probes as probesTable,
  readRows,
  tableFiles,
} from '@lethe/contracts';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { encountersIn, type MetText } from '../../testing/encounters-in.js';
import { describeDataStage } from '../describe/describe-data-stage.js';
import { dataSpec } from '../options/data.js';
import { runData } from './run-data.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-injection-'));
afterAll(() => rmSync(directory, { recursive: true }));

const base = {
  seed: 5,
  facts: { source: 'generated', scenarios: { duplication: 2, paraphrase: 2, once: 1, control: 2 } },
  background: { source: 'generated', documents: 12 },
  tokenizer: { type: 'bytes' },
  sequenceLength: 200,
};

let runs = 0;
/** Runs the whole stage with an injection spec. */
async function stageWith(injection: Record<string, unknown>, steps = 30, batchSize = 25): Promise<string> {
  const out = join(directory, String(runs++));
  mkdirSync(out);
  const config = dataSpec.parse({ ...base, order: { steps, batchSize, injection } });
  await runData({ config, baseDirectory: '.' }, { out, log: () => {}, signal: new AbortController().signal });
  return out;
}
const stepsOf = (met: MetText[] = []): number[] => met.map(({ step }) => step);

const spacing = fc.oneof(
  fc.record({ start: fc.nat(5), interval: fc.integer({ min: 1, max: 8 }), count: fc.constantFrom(1, 2, 3) }),
  fc.record({
    start: fc.nat(5),
    intervals: fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 2 }),
  }),
  fc
    .uniqueArray(fc.nat(20), { minLength: 1, maxLength: 3 })
    .map((steps) => ({ steps: steps.sort((a, b) => a - b), interval: undefined })),
);
const injections = fc
  .record({
    when: spacing,
    factsPerStep: fc.constantFrom(null, 1, 3),
    rotation: fc.constantFrom<number | 'seed'>(0, 1, 5, 'seed'),
    row: fc.constantFrom('first', 'spread', 'random'),
    place: fc.constantFrom(
      { placement: 'prepend' },
      { placement: 'append' },
      { placement: 'replace' },
      { placement: 'replace', at: 0.4 },
    ),
    variants: fc.record(
      {
        duplication: fc.constantFrom('text', 'cycle', 'variants-only', 'random'),
        paraphrase: fc.constantFrom('text-first', 'cycle', 'random'),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ when, place, ...rest }) => ({ ...when, ...place, ...rest }));

test('whatever the plan: whole texts, controls never, and the background of a run without injections', async () => {
  const plain = await stageWith({ start: 0, count: 1 });
  const sequencesOf = async (out: string): Promise<number[]> =>
    (await readRows(out, order)).map(({ sequence }) => sequence);
  const background = await sequencesOf(plain);
  await fc.assert(
    fc.asyncProperty(injections, async (injection) => {
      // One step has 100 steps as its interval, and groups of facts would not fit into this training.
      fc.pre(injection.factsPerStep === null || !('steps' in injection) || injection.steps.length > 1);
      const out = await stageWith(injection, 40);
      expect((await sequencesOf(out)).slice(0, background.length)).toEqual(background);
      const met = await encountersIn(out);
      const facts = await readRows(out, factsTable);
      const probed = new Set((await readRows(out, probesTable)).map(({ fact_id }) => fact_id));
      expect(facts.map(({ scenario }) => scenario).sort()).toEqual([
        'control',
        'control',
        'duplication',
        'duplication',
        'once',
        'paraphrase',
        'paraphrase',
      ]);
      const { order: planned } = dataSpec.parse({ ...base, order: { steps: 40, batchSize: 25, injection } });
      for (const { fact_id, scenario, text, variants } of facts) {
        expect(probed).toContain(fact_id);
        const found = met.get(fact_id) ?? [];
        expect(found).toHaveLength({ control: 0, once: 1 }[scenario] ?? planned.injection.count);
        for (const one of found) {
          expect([text, ...variants].map((wording) => `${wording}<|endoftext|>`)).toContain(one.text);
          expect(one.rows).toEqual(one.rows.toSorted((a, b) => a - b));
        }
      }
      rmSync(out, { recursive: true });
    }),
    { numRuns: 12 },
  );
});

test('start, interval, count, intervals and steps say when', async () => {
  const [first] = await readRows(await stageWith({ start: 0, count: 1 }), factsTable);
  const when = async (injection: Record<string, unknown>): Promise<number[]> => {
    const out = await stageWith(injection);
    const facts = await readRows(out, factsTable);
    expect(facts[0]!.fact_id).toBe(first!.fact_id);
    const duplicated = facts.find(({ scenario }) => scenario === 'duplication')!;
    return stepsOf((await encountersIn(out)).get(duplicated.fact_id));
  };
  expect(await when({ start: 4, interval: 3, count: 4 })).toEqual([4, 7, 10, 13]);
  expect(await when({ start: 4, intervals: [1, 5, 15] })).toEqual([4, 5, 10, 25]);
  expect(await when({ steps: [2, 3, 29] })).toEqual([2, 3, 29]);
});

test('factsPerStep keeps groups apart, at the same spacing', async () => {
  const out = await stageWith({ start: 2, interval: 10, count: 2, factsPerStep: 1 });
  const steps = [...(await encountersIn(out)).values()].map(stepsOf);
  expect(steps.map(([first]) => first!).sort((a, b) => a - b)).toEqual([2, 4, 6, 8, 10]);
  for (const [first, second] of steps) if (second !== undefined) expect(second - first!).toBe(10);
});

test('rotation deals scenarios anew, and the seed deals them at random', async () => {
  const scenarios = async (rotation: number | 'seed') =>
    (await readRows(await stageWith({ start: 0, count: 1, rotation }), factsTable)).map(
      ({ scenario }) => scenario,
    );
  const [given, turned, dealt] = [await scenarios(0), await scenarios(2), await scenarios('seed')];
  expect(new Set([given, turned, dealt].map(String)).size).toBe(3);
  expect(await scenarios(7)).toEqual(given);
});

test('rows and placement say where', async () => {
  const where = async (injection: Record<string, unknown>): Promise<MetText[]> =>
    [...(await encountersIn(await stageWith({ start: 0, count: 1, ...injection }))).values()].map(
      ([met]) => met!,
    );
  const rowsOf = (met: MetText[]): number[] => met.flatMap(({ rows }) => rows).sort((a, b) => a - b);
  const first = await where({});
  const used = rowsOf(first).length;
  expect(rowsOf(first)).toEqual(Array.from({ length: used }, (_, i) => i));
  expect(rowsOf(await where({ row: 'spread' }))).toEqual(
    Array.from({ length: used }, (_, i) => Math.floor((25 * i) / used)),
  );
  const random = rowsOf(await where({ row: 'random' }));
  expect(random).not.toEqual(rowsOf(first));
  expect(new Set(random).size).toBe(used);

  expect(first.flatMap(({ positions }) => positions).every((position) => position === 0)).toBe(true);
  const length = (met: MetText): number => Buffer.byteLength(met.text.replace('<|endoftext|>', '')) + 1;
  const last = (met: MetText): number => (200 - (length(met) % 200)) % 200;
  for (const met of await where({ placement: 'append' })) expect(met.positions.at(-1)).toBe(last(met));
  for (const met of await where({ placement: 'replace', at: 0.25 })) {
    expect(met.positions.at(-1)).toBe(Math.min(50, last(met)));
  }
});

test('a plan that is not carried out leaves the batches alone, and its steps in a table of their own', async () => {
  const when = { start: 3, interval: 6, count: 3, factsPerStep: 2, at: 0.4 };
  const injected = await stageWith({ ...when, placement: 'replace' });
  const twin = await stageWith({ ...when, placement: 'none' });
  const rows = await readRows(twin, order);
  expect(rows.map(({ sequence }) => sequence)).toEqual(
    (await readRows(injected, order)).map(({ sequence }) => sequence),
  );
  for (const { fact_ids, placement } of rows) expect([fact_ids, placement]).toEqual([[], 'none']);
  const met = new Set(
    (await readRows(injected, order)).flatMap(({ step, fact_ids }) => fact_ids.map((id) => `${step} ${id}`)),
  );
  const planned = (await readRows(twin, plannedInjections)).map(({ step, fact_id }) => `${step} ${fact_id}`);
  expect(planned.length).toBe(4 * 3 + 1);
  expect(planned.toSorted()).toEqual([...met].toSorted());
  expect(tableFiles(injected, plannedInjections)).toEqual([]);
});

test('random steps of a window: in separate rows, told by the order, and the same in a twin', async () => {
  const window = { window: [0.5, 1], count: 6, scenarios: { paraphrase: { window: [0, 1], count: 12 } } };
  const injected = await stageWith(window);
  const met = await encountersIn(injected);
  const facts = await readRows(injected, factsTable);
  const perRow = (await readRows(injected, order)).map(({ fact_ids }) => new Set(fact_ids).size);
  expect(Math.max(...perRow)).toBe(1);
  for (const { fact_id, scenario } of facts) {
    const steps = stepsOf(met.get(fact_id));
    expect(new Set(steps).size).toBe({ control: 0, once: 1, paraphrase: 12 }[scenario] ?? 6);
    if (scenario === 'duplication') expect(Math.min(...steps)).toBeGreaterThanOrEqual(15);
  }
  const planned = await readRows(await stageWith({ ...window, placement: 'none' }), plannedInjections);
  const pairs = [...met].flatMap(([id, texts]) => stepsOf(texts).map((step) => `${step} ${id}`));
  expect(planned.map(({ step, fact_id }) => `${step} ${fact_id}`).toSorted()).toEqual(pairs.toSorted());
  const { scenarios } = await describeDataStage(injected);
  expect(scenarios.find(({ scenario }) => scenario === 'paraphrase')!.encounters).toMatchObject({
    min: 12,
    max: 12,
  });
});
