import { LetheError } from '@lethe/contracts';
import { expect, it } from 'vitest';
import { collectFacts } from '../../corpus/facts/fact-set.js';
import { biographyFacts } from './biographies/biography-facts.js';
import { createBiographies } from './biographies/create-biographies.js';
import { createSymbolicWorld } from './symbolic/create-symbolic-world.js';
import { symbolicFacts } from './symbolic/symbolic-facts.js';
import { pretrainingRows } from './symbolic/symbolic-rows.js';
import { countTellings, worldDocuments } from './world-documents.js';

it('tells every sequence of a symbolic world once, in random order', () => {
  const world = createSymbolicWorld({ subjects: 20, seed: 1 });
  const { facts } = collectFacts(symbolicFacts(world, { fineTuned: 0 }));
  const { tokenizer } = world.vocabulary;
  const { tokens, length } = pretrainingRows(world);
  const rows = Array.from({ length: 80 }, (_, i) =>
    tokenizer.decode(tokens.subarray(i * length, (i + 1) * length)),
  );
  const told = [...worldDocuments(facts, { seed: 1 })];
  expect(told.map(({ text }) => text).sort()).toEqual(rows.sort());
  expect(new Set(told.map(({ id }) => id)).size).toBe(80);
  const ids = told.map(({ id }) => id);
  expect(ids).not.toEqual([...ids].sort());
  expect([...worldDocuments(facts, { seed: 1 })]).toEqual(told);
  expect([...worldDocuments(facts, { seed: 2 })]).not.toEqual(told);
  expect([...worldDocuments([], { seed: 1 })]).toEqual([]);
});

it('tells popular persons more often, in all of their wordings in turn, and everybody once at least', () => {
  const world = createBiographies({
    persons: 100,
    seed: 4,
    variant: 'single',
    celebrities: 10,
    zipfExponent: 1,
  });
  const { facts } = collectFacts(biographyFacts(world));
  const tellings = countTellings(facts, 20);
  const wordings = facts.map(({ variants }) => 1 + variants.length);
  expect(tellings.reduce((sum, count) => sum + count, 0)).toBe(20 * (90 + 10 * 5));
  expect(Math.min(...tellings)).toBeGreaterThanOrEqual(1);
  // In proportion to popularity times wordings, up to rounding.
  const scale = tellings.map((count, i) => count / (wordings[i]! * facts[i]!.popularity!));
  const spread = [...tellings.keys()].filter((i) => tellings[i]! > 20).map((i) => scale[i]!);
  expect(Math.max(...spread) / Math.min(...spread)).toBeLessThan(1.06);
  const told = new Map<string, number>();
  for (const { text } of worldDocuments(facts, { copies: 20, seed: 1 }))
    told.set(text, (told.get(text) ?? 0) + 1);
  facts.forEach((fact, i) => {
    const counts = [fact.text, ...fact.variants].map((text) => told.get(text) ?? 0);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(tellings[i]);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  });
  expect(() => countTellings(facts, 0.1)).toThrow(LetheError);
});
