import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LetheError } from '@lethe/contracts';
import { afterAll, describe, expect, test } from 'vitest';
import { selectFictionalKnowledge } from '../../stage/sources/facts/fictional-knowledge.js';
import { createFictionalKnowledge } from '../../testing/create-fictional-knowledge.js';
import { testData } from '../../testing/test-data.js';
import { readFictionalKnowledge } from './read-fictional-knowledge.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-fictional-'));
afterAll(() => rmSync(directory, { recursive: true }));

const path = join(directory, 'fictional.json');
const read = (json: unknown) => {
  writeFileSync(path, typeof json === 'string' ? json : JSON.stringify(json));
  return readFictionalKnowledge(path);
};
const none = { duplication: 0, paraphrase: 0, once: 0, control: 0 };

test('entries go to the scenarios of the paper, the first ones of each', () => {
  const { facts, probes } = selectFictionalKnowledge(
    read(createFictionalKnowledge(130)),
    { paraphrase: 2, duplication: 1, once: 3, control: 1 },
    path,
  );
  expect(facts.map(({ fact_id, scenario }) => `${scenario} ${fact_id.split('-').at(-1)}`)).toEqual([
    ...['paraphrase 0', 'paraphrase 1', 'duplication 40', 'once 80', 'once 81', 'once 82', 'control 120'],
  ]);
  expect(facts[0]).toMatchObject({ text: 'Passage 0.', variants: ['Other 0.', 'Another 0.'] });
  expect(facts[2]!.variants).toEqual([]);
  expect(probes).toHaveLength(7 * 3);
  expect(probes.filter(({ fact_id }) => fact_id === 'fictional-knowledge-40')).toEqual([
    expect.objectContaining({ depth: 'memorization', prompt: 'mem 40 is', target: 'a40' }),
    expect.objectContaining({ depth: 'semantic', prompt: 'gen 40 is', target: 'a40' }),
    expect.objectContaining({ depth: 'composition', prompt: 'hard 40 is', target: 'h40' }),
  ]);
});

test('the file without paraphrases serves the other scenarios', () => {
  const entries = createFictionalKnowledge(130).map(({ paraphrases: _, ...entry }) => entry);
  const plain = read(entries);
  expect(selectFictionalKnowledge(plain, { ...none, once: 40 }, path).facts).toHaveLength(40);
  expect(() => selectFictionalKnowledge(plain, { ...none, paraphrase: 1 }, path)).toThrow(
    /entry 0.paraphrases[\s\S]*fictional_knowledge_paraphrased.json/,
  );
});

test('more facts than a group has are refused with both numbers', () => {
  const entries = read(createFictionalKnowledge(125));
  const select = (scenarios: Partial<typeof none>) => () =>
    selectFictionalKnowledge(entries, { ...none, ...scenarios }, path);
  expect(select({ duplication: 41 })).toThrow(
    /duplication[\s\S]*at most 40 \(entries 40-79[\s\S]*found: +41/,
  );
  expect(select({ control: 6 })).toThrow(/at most 5 \(entries 120-129/);
  expect(select({ control: 5 })).not.toThrow();
});

test('malformed files name the entry and the key', () => {
  const broken = (change: (entries: Record<string, unknown>[]) => unknown): string => {
    const entries = createFictionalKnowledge(5) as unknown as Record<string, unknown>[];
    try {
      read(change(entries) ?? entries);
    } catch (error) {
      expect(error).toBeInstanceOf(LetheError);
      return (error as LetheError).message;
    }
    return 'accepted';
  };
  const set = (index: number, values: object) => (entries: object[]) => {
    Object.assign(entries[index]!, values);
  };
  expect(broken(set(3, { train_context: 7 }))).toMatch(/fictional.json, entry 3.train_context/);
  expect(broken(set(2, { gen_target: ['x', ''] }))).toMatch(/entry 2.gen_target\[1\]/);
  expect(broken(set(1, { hard_gen_target: ['x', 'y'] }))).toMatch(
    /entry 1.hard_gen_target[\s\S]*1 in hard_gen_input, 2 in hard_gen_target/,
  );
  expect(broken(set(4, { mem_input: undefined }))).toMatch(/entry 4.mem_input/);
  expect(broken(() => ({}))).toMatch(/not an array/);
  expect(broken(() => '[{')).toMatch(/not JSON/);
});

const paraphrased = testData('fictional-knowledge/fictional_knowledge_paraphrased.json');
const original = testData('fictional-knowledge/fictional_knowledge.json');

// Published in research on the data set and measured here again; case is ignored where a text is searched.
describe.skipIf(!existsSync(paraphrased) || !existsSync(original))('the published data set', () => {
  const entries = existsSync(paraphrased) ? readFictionalKnowledge(paraphrased) : [];
  const used = entries.slice(0, 120);
  const contains = (text: string, part: string) => text.toLowerCase().includes(part.toLowerCase());
  const count = <T>(values: readonly T[], holds: (value: T) => boolean): number =>
    values.filter(holds).length;

  /** The probes of the 120 entries that the paper uses. */
  const probesOf = (depth: 'mem' | 'gen' | 'hard_gen') =>
    used.flatMap((entry) =>
      entry[`${depth}_input`].map((prompt, i) => ({
        prompt,
        target: entry[`${depth}_target`][i]!,
        memorized: entry.mem_target[i]!,
        text: entry.train_context,
        paraphrases: entry.paraphrases,
      })),
    );
  const [mem, gen, hard] = [probesOf('mem'), probesOf('gen'), probesOf('hard_gen')];

  test('has 130 entries with 15 probes, and nine paraphrases for the first 40', () => {
    expect(entries).toHaveLength(130);
    entries.forEach((entry, i) => {
      const probes = [entry.mem_input, entry.gen_input, entry.hard_gen_input].map(({ length }) => length);
      expect([...probes, entry.paraphrases.length]).toEqual([5, 5, 5, i < 40 ? 9 : 0]);
    });
    const plain = readFictionalKnowledge(original);
    expect(plain.map((entry, i) => ({ ...entry, paraphrases: entries[i]!.paraphrases }))).toEqual(entries);
  });

  test('has passages of 261 to 520 words and 1768 to 3489 characters', () => {
    const spread = (sizes: number[]) => {
      const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
      return [Math.min(...sizes), Math.round(mean), Math.max(...sizes)];
    };
    const texts = entries.map(({ train_context }) => train_context);
    expect(spread(texts.map((text) => text.split(/\s+/).length))).toEqual([261, 360, 520]);
    expect(spread(texts.map((text) => text.length))).toEqual([1768, 2441, 3489]);
  });

  test('has the measured overlap of probes, targets and passages', () => {
    const verbatim = ({ prompt, target, text }: (typeof mem)[number]) => text.includes(`${prompt} ${target}`);
    const told = ({ target, text }: (typeof mem)[number]) => text.includes(target);
    const leaks = ({ prompt, target }: (typeof mem)[number]) => contains(prompt, target);
    const memorized = ({ target, memorized }: (typeof mem)[number]) => target === memorized;
    expect([mem, gen].map((probes) => count(probes, verbatim))).toEqual([589, 0]);
    expect([mem, gen, hard].map((probes) => count(probes, told))).toEqual([600, 600, 479]);
    expect([mem, gen, hard].map((probes) => count(probes, leaks))).toEqual([1, 14, 2]);
    expect([gen, hard].map((probes) => count(probes, memorized))).toEqual([600, 9]);
    expect(count([...mem, ...gen, ...hard], ({ target }) => target.endsWith('.'))).toBe(37);
  });

  test('has paraphrases that keep 65.4 % of the memorization targets and 46.1 % of the others', () => {
    const kept = (probes: typeof mem) => {
      const hits = probes
        .filter(({ paraphrases }) => paraphrases.length > 0)
        .map(({ paraphrases, target }) => count(paraphrases, (text) => contains(text, target)));
      const total = hits.reduce((sum, number) => sum + number, 0);
      return {
        probes: hits.length,
        total,
        never: count(hits, (n) => n === 0),
        always: count(hits, (n) => n === 9),
      };
    };
    expect(kept(mem)).toEqual({ probes: 200, total: 1178, never: 39, always: 104 });
    expect(kept(hard)).toEqual({ probes: 200, total: 830, never: 68, always: 60 });
    const told = mem.flatMap(({ paraphrases, prompt, target }) =>
      paraphrases.filter((text) => text.includes(`${prompt} ${target}`)),
    );
    expect(told).toEqual([]);
  });
});
