import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exceedsStructure } from './json-structure.js';

/** Counts by another way: without its strings, JSON has no such character that is not structure. */
const structureOf = (text: string): number =>
  text.replace(/"(?:[^"\\]|\\.)*"/g, '').match(/[[\]{}:,]/g)?.length ?? 0;

it('counts brackets, braces, commas and colons outside of strings (property)', () => {
  const unit = fc.constantFrom('"', '\\', '[', ',', ':', '{', 'a', 'é');
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: unit, maxDepth: 4 }), (value) => {
      // Spaces, since a text of fewer characters than are allowed has no more structure.
      const text = JSON.stringify(value, null, 8);
      const structure = structureOf(text);
      expect(exceedsStructure(text, structure)).toBe(false);
      if (structure > 0) expect(exceedsStructure(text, structure - 1)).toBe(true);
    }),
  );
});

it('ends where a string does not', () => {
  expect(exceedsStructure(`["${'\\"[,'.repeat(10)}`, 1)).toBe(false);
  expect(exceedsStructure(`[${'[,'.repeat(10)}"`, 1)).toBe(true);
});
