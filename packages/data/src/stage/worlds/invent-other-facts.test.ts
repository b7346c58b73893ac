import { expect, test } from 'vitest';
import { collectFacts, type FactSet } from '../../corpus/facts/fact-set.js';
import { biographyFacts } from './biographies/biography-facts.js';
import { createBiographies } from './biographies/create-biographies.js';
import { generateFacts } from './generated/generate-facts.js';
import { inventOtherFacts, namesInFacts } from './invent-other-facts.js';

/** Invented names of a set of generated facts: words with a capital within its texts and targets. */
function inventedNames({ facts, probes }: FactSet): Set<string> {
  const targets = probes.map(({ target }) => target);
  return new Set([...facts.map(({ subject }) => subject!), ...targets]);
}

test('no name and no thing of other passages is one of the experiment, though most short names are used', () => {
  const own = generateFacts({ duplication: 300, control: 300 }, 1);
  const taken = namesInFacts(own);
  const other = inventOtherFacts({ source: 'generated', count: 1500 }, { seed: 1, name: 'passages', taken });
  expect(other.facts).toHaveLength(1500);
  const shared = [...inventedNames(other)].filter((name) => taken.has(name));
  expect(shared).toEqual([]);
  const texts = other.facts.flatMap(({ text, variants }) => [text, ...variants]).join(' ');
  const words = new Set(texts.match(/\p{L}+/gu));
  expect([...inventedNames(own)].filter((name) => words.has(name))).toEqual([]);
  const things = [...inventedNames(own)].filter((name) => name.includes(' '));
  expect(things.filter((thing) => new RegExp(`\\b${thing}\\b`).test(texts))).toEqual([]);
  // Without the list there would be many.
  const careless = inventOtherFacts(
    { source: 'generated', count: 1500 },
    { seed: 1, name: 'passages', taken: new Set() },
  );
  expect([...inventedNames(careless)].filter((name) => taken.has(name)).length).toBeGreaterThan(10);
});

test('facts depend on the name of their source and on the seed', () => {
  const invent = (seed: number, name: string) =>
    inventOtherFacts({ source: 'generated', count: 5 }, { seed, name, taken: new Set() }).facts;
  expect(invent(1, 'a')).toEqual(invent(1, 'a'));
  expect(invent(1, 'b')).not.toEqual(invent(1, 'a'));
  expect(invent(2, 'a')).not.toEqual(invent(1, 'a'));
});

test('other persons have other names and other lives, and companies stay where they are', () => {
  const world = createBiographies({ persons: 400, seed: 3 });
  const own = collectFacts(biographyFacts(world));
  const request = { source: 'biographies', count: 400, variant: 'single', zipfExponent: 0 } as const;
  const other = inventOtherFacts(request, { seed: 3, name: 'persons', taken: namesInFacts(own) });
  const names = new Set(own.facts.map(({ subject }) => subject));
  expect(other.facts.filter(({ subject }) => names.has(subject))).toEqual([]);
  const seats = (set: FactSet): Map<string, string> => {
    const values = set.facts.map(({ fact_id }) =>
      set.probes.filter((probe) => probe.fact_id === fact_id && probe.depth === 'qa').map((p) => p.target),
    );
    return new Map(values.map(([, , , , employer, city]) => [employer!, city!]));
  };
  const before = seats(own);
  const shared = [...seats(other)].filter(([employer]) => before.has(employer));
  expect(shared.length).toBeGreaterThan(50);
  for (const [employer, city] of shared) expect(before.get(employer)).toBe(city);
  const births = (set: FactSet) => set.probes.filter(({ depth }) => depth === 'qa').map((p) => p.target);
  expect(births(other)).not.toEqual(births(own));
});

test('a person whose name is taken gets another', () => {
  const request = { source: 'biographies', count: 20, variant: 'single', zipfExponent: 0 } as const;
  const first = inventOtherFacts(request, { seed: 3, name: 'p', taken: new Set() });
  const taken = new Set([first.facts[0]!.subject!, first.facts[7]!.subject!]);
  const again = inventOtherFacts(request, { seed: 3, name: 'p', taken });
  const same = again.facts.map(({ subject }, i) => subject === first.facts[i]!.subject);
  expect(same.filter((isSame) => !isSame)).toHaveLength(2);
  expect([same[0], same[7]]).toEqual([false, false]);
});
