import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { corpus, facts as factsTable, LetheError, probes as probesTable, readRows } from '@lethe/contracts';
import { loadTokenizer, toTokenizerJson, trainByteBpe } from '@lethe/tokenizers';
import { afterAll, expect, it } from 'vitest';
import type { WorldRequest } from './open-world.js';
import { writeWorld } from './write-world.js';

const root = mkdtempSync(join(tmpdir(), 'lethe-world-'));
afterAll(() => rmSync(root, { recursive: true }));
const context = { log: () => {}, signal: new AbortController().signal };

const worlds: [WorldRequest, string][] = [
  [{ kind: 'passages', facts: 7, seed: 1 }, 'passages: 7 facts, 91 probes, 70 texts'],
  [
    { kind: 'biographies', persons: 9, variant: 'multi2', seed: 1 },
    'biographies: 9 facts, 162 probes, 18 texts',
  ],
  [
    { kind: 'symbolic', subjects: 11, multiplicity: 3, fineTuned: 4, seed: 1 },
    'symbolic: 11 facts, 55 probes, 33 texts',
  ],
];

it.each(worlds)('writes facts, probes and texts of %o', async (world, summary) => {
  const out = join(root, world.kind);
  expect(await writeWorld({ world, out }, context)).toBe(summary);
  const facts = await readRows(out, factsTable);
  const probes = await readRows(out, probesTable);
  const tokenizer = loadTokenizer(join(out, 'tokenizer.json'));
  for (const { prompt, target, prompt_tokens, target_tokens } of probes) {
    expect(tokenizer.decode([...prompt_tokens, ...target_tokens])).toBe(`${prompt} ${target}`);
  }
  const texts = (await readRows(out, corpus)).map(({ text }) => text);
  expect(texts.sort()).toEqual(facts.flatMap(({ text, variants }) => [text, ...variants]).sort());
  expect(new Set(facts.map(({ scenario }) => scenario))).toEqual(new Set(['background']));
  const trained = probes.filter(({ depth, split }) => depth === 'qa' && split === 'train').length;
  expect(trained).toBe({ passages: 0, biographies: 5 * 6, symbolic: 4 }[world.kind]);
  expect(JSON.parse(readFileSync(join(out, 'world.json'), 'utf8'))).toEqual({
    ...world,
    copies: 1,
    scenario: 'background',
  });
  expect(readdirSync(out).sort()).toEqual([
    'corpus.arrow',
    'facts.arrow',
    'probes.arrow',
    'tokenizer.json',
    'world.json',
  ]);
});

it('takes another tokenizer, scenario and number of copies', async () => {
  const path = join(root, 'bpe.json');
  writeFileSync(path, toTokenizerJson(trainByteBpe(['What is the birth date of'], 270)));
  const out = join(root, 'other');
  const world = { kind: 'biographies', persons: 4, seed: 1 } as const;
  await writeWorld({ world, out, tokenizer: path, copies: 5, scenario: 'once' }, context);
  expect(await readRows(out, corpus)).toHaveLength(20);
  expect((await readRows(out, factsTable)).every(({ scenario }) => scenario === 'once')).toBe(true);
  const probe = (await readRows(out, probesTable)).find(({ depth }) => depth === 'qa')!;
  expect(probe.prompt_tokens).toEqual(Array.from(loadTokenizer(path).encode(probe.prompt)));
  expect(probe.prompt_tokens.length).toBeLessThan(probe.prompt.length);
});

it('leaves nothing behind on mistakes and when aborted', async () => {
  const refused = (world: WorldRequest, more: object = {}) =>
    expect(writeWorld({ world, out: join(root, 'refused'), ...more }, context)).rejects.toThrow(LetheError);
  await refused({ kind: 'passages', facts: 0, seed: 1 });
  await refused({ kind: 'biographies', persons: 3, celebrities: 4, seed: 1 });
  await refused({ kind: 'symbolic', fineTuned: 200, seed: 1 });
  await refused({ kind: 'passages', facts: 3, seed: 1 }, { tokenizer: join(root, 'absent.json') });
  await refused({ kind: 'passages', facts: 3, seed: 1 }, { copies: 0 });
  await refused({ kind: 'passages', facts: 3, seed: 1 }, { copies: Number.NaN });
  await refused({ kind: 'passages', facts: 3, seed: 0.5 });
  await refused({ kind: 'passages', facts: 3, seed: 1 }, { out: join(root, 'passages') });
  const abort = new AbortController();
  abort.abort(new Error('stop'));
  await expect(
    writeWorld(
      { world: { kind: 'biographies', persons: 1001, seed: 1 }, out: join(root, 'refused') },
      { log: () => {}, signal: abort.signal },
    ),
  ).rejects.toThrow('stop');
  expect(existsSync(join(root, 'refused'))).toBe(false);
  expect(readdirSync(root).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});
