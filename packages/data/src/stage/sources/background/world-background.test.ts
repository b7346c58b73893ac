import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CorpusDocument } from '../../../corpus/documents/corpus-document.js';
import { dataSpec } from '../../options/data.js';
import { loadFacts } from '../../run/load-facts.js';
import { openBackground } from '../../run/open-background.js';
import { writeWorld } from '../../worlds/write-world.js';

const root = mkdtempSync(join(tmpdir(), 'lethe-world-background-'));
afterAll(() => rmSync(root, { recursive: true }));
const context = { out: root, log: () => {}, signal: new AbortController().signal };

beforeAll(async () => {
  const world = { kind: 'biographies', persons: 12, seed: 9 } as const;
  await writeWorld({ world, out: join(root, 'people') }, context);
});

const passages = { source: 'generated', scenarios: { control: 30 } };
const people = { source: 'tables', location: { path: 'people' } };

/** The documents of every source, with the facts of the experiment. */
async function open(background: unknown, facts: object = passages) {
  const config = dataSpec.parse({
    ...{ seed: 3, facts, background, tokenizer: { type: 'bytes' }, sequenceLength: 8 },
    order: { steps: 1, batchSize: 1, injection: { start: 0, count: 1 } },
  });
  const set = await loadFacts(config, root, context);
  const documents: CorpusDocument[][] = [];
  for (const part of await openBackground(config, root, context, set)) {
    documents.push([]);
    for await (const batch of part.documents) documents.at(-1)!.push(...batch);
  }
  return { documents, set };
}

/** Words with a capital within sentences: names. */
const names = (documents: readonly CorpusDocument[]): Set<string> =>
  new Set(documents.flatMap(({ text }) => text.match(/(?<=\p{Ll} )\p{Lu}\p{L}+/gu) ?? []));

test('facts of its own are told under ids of their own, each once where that many copies are asked for', async () => {
  const own = { source: 'generated', count: 40 };
  const { documents, set } = await open({ source: 'world', facts: own, copies: 0.1 });
  expect(documents[0]!.map(({ id }) => id).sort()).toEqual(
    Array.from({ length: 40 }, (_, i) => `world/fact-${String(i).padStart(3, '0')}/0`),
  );
  const told = names(documents[0]!);
  expect(set.facts.filter(({ subject }) => told.has(subject!))).toEqual([]);
});

test('two sources tell of different subjects', async () => {
  const facts = { source: 'generated', count: 300 };
  const { documents } = await open(
    ['a', 'b'].map((name) => ({ source: 'world', name, share: 0.5, facts, copies: 0.1 })),
  );
  const [first, second] = documents.map(names);
  expect(first!.size).toBeGreaterThan(700);
  expect([...first!].filter((name) => second!.has(name))).toEqual([]);
});

test('tables of other subjects are told, those of known ones refused', async () => {
  const { documents } = await open({ source: 'world', facts: people });
  expect(documents[0]).toHaveLength(12);
  expect(documents[0]!.every(({ id }) => id.startsWith('world/person-'))).toBe(true);
  const same = { ...people, scenarios: { control: 3 } };
  await expect(open({ source: 'world', facts: people }, same)).rejects.toThrow(
    /people: facts of the background are about subjects of other facts[\s\S]*found: {4}3, such as \w+ \w+ \w+/,
  );
});

test('wordings of probes of a depth that the facts do not have are refused', async () => {
  const background = { source: 'world', facts: people, probeWordings: { composition: 0.5 } };
  await expect(open(background)).rejects.toThrow(
    /no probes of this depth[\s\S]*expected: memorization, semantic, qa\n {2}found: {4}composition/,
  );
  const { documents } = await open({ ...background, probeWordings: { qa: 0.5 } });
  const asked = documents[0]!.filter(({ id }) => id.includes('/qa-'));
  expect([asked.length, documents[0]!.length]).toEqual([12, 24]);
  expect(asked[0]!.text.match(/\? Answer: /g)).toHaveLength(6);
});
