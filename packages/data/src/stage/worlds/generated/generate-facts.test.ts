import { hash } from 'node:crypto';
import { createRandom } from '@lethe/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Scenario } from '../../../corpus/facts/scenario-counts.js';
import { generateBackground } from './generate-background.js';
import { generateFacts } from './generate-facts.js';
import { createThings } from './names.js';

const scenarios = { duplication: 8, paraphrase: 7, once: 6, control: 5 };
const seeds = fc.nat(2 ** 31);

/** The text as words, so that "Bela" is not found in "Belan". */
const words = (text: string): string => ` ${text.replace(/[^\p{L}\p{N} ]/gu, '')} `;
/** Runs of one to three words. */
const partsOf = (text: string): string[] => {
  const list = text.split(' ');
  return list.flatMap((_, i) => [1, 2, 3].map((length) => list.slice(i, i + length).join(' ')));
};
const none = { duplication: 0, paraphrase: 0, once: 0, control: 0 };
const holds = (text: string, phrase: string): boolean => words(text).includes(words(phrase));

test('a target stands in the text and in all nine variants, which all differ', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const { facts, probes } = generateFacts(scenarios, seed);
      for (const fact of facts) {
        expect(fact.variants).toHaveLength(9);
        expect(new Set([fact.text, ...fact.variants]).size).toBe(10);
        const sentences = [fact.text, ...fact.variants].flatMap((text) => text.split(/(?<=\.) /));
        expect(sentences).toHaveLength(50);
        expect(new Set(sentences).size).toBe(50);
        for (const probe of probes.filter(({ fact_id }) => fact_id === fact.fact_id)) {
          expect([fact.text, ...fact.variants].filter((text) => !holds(text, probe.target))).toEqual([]);
        }
      }
    }),
    { numRuns: 10 },
  );
});

test('probes ask as deep as they say', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const { facts, probes } = generateFacts(scenarios, seed);
      expect(new Set(probes.map(({ probe_id }) => probe_id)).size).toBe(probes.length);
      for (const fact of facts) {
        const own = probes.filter(({ fact_id }) => fact_id === fact.fact_id);
        const of = (depth: string) => own.filter((probe) => probe.depth === depth);
        expect(['memorization', 'semantic', 'composition'].map((depth) => of(depth).length)).toEqual([
          5, 5, 3,
        ]);
        const targets = of('memorization').map(({ target }) => target);
        expect(new Set(targets).size).toBe(5);
        expect(of('semantic').map(({ target }) => target)).toEqual(targets);
        const sentences = fact.text.split(/(?<=\.) /);
        for (const { depth, prompt, target } of own) {
          expect(prompt).toBe(prompt.trim());
          expect(holds(prompt, target)).toBe(false);
          if (depth === 'memorization') {
            expect(sentences.filter((sentence) => sentence.startsWith(`${prompt} ${target}`))).toHaveLength(
              1,
            );
            continue;
          }
          expect([fact.text, ...fact.variants].filter((text) => text.includes(prompt))).toEqual([]);
          if (depth === 'semantic') continue;
          // The prompt names the entity, and no sentence has both the entity and the target: two are needed.
          expect(holds(prompt, fact.subject!)).toBe(true);
          const told = sentences.find((sentence) => holds(sentence, target))!;
          expect(holds(told, fact.subject!)).toBe(false);
          const bridges = targets.filter((other) => other !== target && holds(told, other));
          expect(bridges).toHaveLength(1);
          expect(holds(prompt, bridges[0]!)).toBe(false);
          expect(
            sentences.some((sentence) => holds(sentence, fact.subject!) && holds(sentence, bridges[0]!)),
          ).toBe(true);
        }
      }
    }),
    { numRuns: 10 },
  );
});

test('no subject or target serves two facts or occurs in the background', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const { facts, probes } = generateFacts(scenarios, seed);
      const targets = probes.filter(({ depth }) => depth === 'memorization').map(({ target }) => target);
      const all = [...facts.map(({ subject }) => subject!), ...targets];
      expect(new Set(all).size).toBe(all.length);
      const background = words(
        generateBackground(120, seed)
          .map(({ text }) => text)
          .join(' '),
      );
      expect(all.filter((phrase) => background.includes(words(phrase)))).toEqual([]);
      for (const fact of facts) {
        const others = facts
          .filter((other) => other !== fact)
          .map(({ text }) => text)
          .join(' ');
        expect(holds(others, fact.subject!)).toBe(false);
      }
    }),
    // A seed whose names could be June, which the background tells as a month.
    { numRuns: 10, examples: [[1870557492]] },
  );
});

test('scenarios have the counts asked for and are dealt anew by the seed', () => {
  const deal = (seed: number) => generateFacts(scenarios, seed).facts.map(({ scenario }) => scenario);
  for (const [scenario, count] of Object.entries(scenarios)) {
    expect(deal(1).filter((dealt) => dealt === scenario)).toHaveLength(count);
  }
  expect(deal(1)).toEqual(deal(1));
  expect(deal(1)).not.toEqual(deal(2));
  // Over seeds every place in the list meets every scenario.
  const met = Array.from({ length: 30 }, (_, seed) => deal(seed)[0] as Scenario);
  expect(new Set(met).size).toBe(4);
});

test('a fact is the same however many others there are', () => {
  const few = generateFacts({ duplication: 3, paraphrase: 0, once: 0, control: 0 }, 5).facts;
  const many = generateFacts({ duplication: 900, paraphrase: 0, once: 0, control: 0 }, 5).facts;
  expect(many.slice(0, 3)).toEqual(few);
  expect(new Set(many.map(({ text }) => text)).size).toBe(900);
});

test('things never run out, and none is a part of another', () => {
  const next = createThings(createRandom(1, 'things'));
  const things = Array.from({ length: 60_000 }, next);
  const all = new Set(things);
  expect(all.size).toBe(60_000);
  expect(things.slice(0, 18_880).every((thing) => thing.split(' ').length === 2)).toBe(true);
  expect(things.filter((thing) => partsOf(thing).some((part) => part !== thing && all.has(part)))).toEqual(
    [],
  );
});

test('ten thousand facts: every wording of every fact holds every target, and no text another fact has', () => {
  const { facts, probes } = generateFacts({ ...none, duplication: 10_000 }, 11);
  const owner = new Map<string, string>();
  const targetsOf = new Map<string, string[]>();
  for (const { depth, fact_id, target } of probes) {
    if (depth !== 'memorization') continue;
    owner.set(target, fact_id);
    targetsOf.set(fact_id, [...(targetsOf.get(fact_id) ?? []), target]);
  }
  expect(owner.size).toBe(50_000);
  for (const { fact_id, text, variants } of facts) {
    const targets = targetsOf.get(fact_id)!;
    for (const wording of variants) {
      if (!targets.every((target) => wording.includes(target))) expect.fail(wording);
    }
    const found = partsOf(words(text).trim()).filter((part) => owner.has(part));
    if (found.some((part) => owner.get(part) !== fact_id)) expect.fail(`${text}: ${found}`);
    if (new Set(found).size !== targets.length) expect.fail(text);
  }
});

test('a seed means the same forever', () => {
  const set = generateFacts({ duplication: 2, paraphrase: 2, once: 1, control: 1 }, 6);
  expect(hash('sha256', JSON.stringify(set)).slice(0, 16)).toBe('a42454f19bb4ede2');
});
