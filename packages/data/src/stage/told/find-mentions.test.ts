import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isWordBoundary } from '../../text/word-boundaries.js';
import { createMentionFinder } from './find-mentions.js';

const fact = (id: number, subject: string | null, object: string | null = null) => ({
  ...{ fact_id: `f${id}`, scenario: 'once', text: 'none', variants: [], relation: null, popularity: null },
  ...{ subject, object },
});
const probe = (id: number, target: string) => ({
  ...{
    probe_id: `p${id}-${target}`,
    fact_id: `f${id}`,
    depth: 'qa' as const,
    prompt: '',
    answers: [],
    target,
  },
});

/** Every place where a string stands as whole words. */
function placesOf(string: string, document: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (let at = document.indexOf(string); at >= 0; at = document.indexOf(string, at + 1)) {
    const end = at + string.length;
    if (isWordBoundary(document, at) && isWordBoundary(document, end)) found.push({ start: at, end });
  }
  return found;
}

test('the finder finds what a look at all pairs finds', () => {
  const words = fc.array(fc.constantFrom('a', 'b', 'ab', 'c'), { minLength: 1, maxLength: 2 });
  const name = words.map((list) => list.join(' '));
  const world = fc.array(fc.record({ subject: name, targets: fc.array(name, { maxLength: 3 }) }), {
    maxLength: 4,
  });
  const text = fc
    .array(fc.constantFrom('a', 'b', 'ab', 'c', '.'), { maxLength: 14 })
    .map((list) => list.join(' '));
  fc.assert(
    fc.property(world, text, (entries, document) => {
      const facts = entries.map(({ subject, targets: [object] }, i) => fact(i, subject, object ?? null));
      const probes = entries.flatMap(({ targets }, i) => targets.slice(1).map((target) => probe(i, target)));
      const found = createMentionFinder({ facts, probes })(document);
      const expected = entries.flatMap(({ subject, targets }, number) => {
        const lengths = placesOf(subject, document).flatMap((one) =>
          targets
            .flatMap((target) => placesOf(target, document))
            .filter((other) => other.start >= one.end || other.end <= one.start)
            .map((other) => Math.max(one.end, other.end) - Math.min(one.start, other.start)),
        );
        return lengths.length === 0 ? [] : [`${number} ${Math.min(...lengths)}`];
      });
      expect(found.map(({ fact, start, end }) => `${fact} ${end - start}`).sort()).toEqual(expected.sort());
      for (const { fact, start, end } of found) {
        const stretch = document.slice(start, end);
        expect(placesOf(entries[fact]!.subject, stretch).length).toBeGreaterThan(0);
        expect(entries[fact]!.targets.some((target) => placesOf(target, stretch).length > 0)).toBe(true);
      }
    }),
    { numRuns: 400 },
  );
});

test('a target within the subject says nothing, and neither do facts without a subject', () => {
  const facts = [fact(0, 'University of Ulm', 'Ulm'), fact(1, null, 'Ulm')];
  const find = createMentionFinder({ facts, probes: [] });
  expect(find('The University of Ulm is old.')).toEqual([]);
  expect(find('In Ulm stands the University of Ulm.')).toEqual([{ fact: 0, start: 3, end: 35 }]);
});

test('names may touch where a script writes no spaces', () => {
  const find = createMentionFinder({ facts: [fact(0, '東京', '都')], probes: [] });
  expect(find('東京都')).toEqual([{ fact: 0, start: 0, end: 3 }]);
});
