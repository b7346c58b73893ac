import { createRandom } from '@lethe/contracts';
import { expect, test } from 'vitest';
import { fillTemplate } from '../../../text/fill-template.js';
import { entityKinds, personTails, placeTails } from './fact-relations.js';
import { documentTemplates, generateBackground } from './generate-background.js';
import { createNames, createThings, realmOfName } from './names.js';

test('documents are grammatical English without open slots, and no two are alike', () => {
  const documents = generateBackground(3000, 4);
  expect(documents).toHaveLength(3000);
  expect(new Set(documents.map(({ id }) => id)).size).toBe(3000);
  expect(new Set(documents.map(({ text }) => text)).size).toBe(3000);
  for (const { text } of documents) {
    expect(text).toMatch(/^[A-Z][^{}]*\.$/);
    expect(text).not.toMatch(/\b[Aa] [aeiou]|\ban (?!hour)[^aeiou]|\bundefined\b| {2}/);
    for (const sentence of text.split(/(?<=\.) /)) expect(sentence).toMatch(/^[A-Z]/);
  }
});

test('every wording can be filled', () => {
  const used = new Set<string>();
  const all = Object.values(documentTemplates);
  const wordings = all.flatMap(({ openings, topics }) => [...openings, ...topics.flat()]);
  // Documents of many seeds use every wording; a wording with an unknown slot would throw.
  for (let seed = 0; seed < 4; seed++) {
    for (const { text } of generateBackground(1500, seed)) {
      for (const wording of wordings) {
        if (used.has(wording)) continue;
        const fixed = wording.split(/\{\w+\}/).filter((part) => part.trim().length > 3);
        if (fixed.every((part) => text.includes(part))) used.add(wording);
      }
    }
  }
  expect(wordings.filter((wording) => !used.has(wording))).toEqual([]);
});

test('a document depends on the seed and its number alone', () => {
  const few = generateBackground(20, 9);
  expect(generateBackground(20, 9)).toEqual(few);
  expect(generateBackground(20, 10)).not.toEqual(few);
});

test('wordings of a relation all differ and put the subject before the target', () => {
  const tails = [...personTails.names, ...personTails.things, ...placeTails];
  const relations = [...entityKinds.flatMap(({ person, place }) => [person, place]), ...tails];
  for (const { wordings, recall } of relations) {
    expect(new Set([...wordings, `${recall} {t}.`]).size).toBe(11);
    for (const wording of wordings) expect(wording).toMatch(/^[^{]*\{s\}[^{]* \{t\}\.$/);
    expect(recall).toMatch(/^[A-Z][^{]*\{s\}[^{]*[a-z]$/);
  }
  for (const { compose } of tails) expect(compose).toMatch(/^\{b\} [a-z ]*[a-z]$/);
});

test('names are unique and never of both realms', () => {
  const facts = createNames(createRandom(1, 'test'), 'facts');
  const background = createNames(createRandom(1, 'test'), 'background');
  const drawn = [...Array.from({ length: 5000 }, facts), ...Array.from({ length: 20_000 }, background)];
  expect(new Set(drawn).size).toBe(25_000);
  expect(drawn.slice(0, 5000).every((name) => realmOfName(name) === 'facts')).toBe(true);
  expect(drawn.slice(5000).every((name) => realmOfName(name) === 'background')).toBe(true);
});

test('where short names run out, names are those that a thousand tries of strings give', () => {
  const onsets = 'b br c d dr f fl g gr h j k kr l m n p pr r s sh st t th tr v w z'.split(' ');
  const vowels = ['a', 'e', 'i', 'o', 'u'];
  const joints = ['', '', '', 'l', 'n', 'r'];
  const endings = ['', '', 'd', 'k', 'l', 'm', 'n', 'nd', 'r', 's', 'sk', 't', 'th', 'x'];
  const spell = (parts: readonly string[]): string => {
    const name = parts.join('');
    return name[0]!.toUpperCase() + name.slice(1);
  };
  const begins = onsets.flatMap((onset) => vowels.map((vowel) => onset + vowel));
  const heads = begins.flatMap((begin) => ['', 'l', 'n', 'r'].map((joint) => begin + joint));
  const tails = begins.flatMap((begin) => endings.slice(1).map((ending) => begin + ending));
  const short = heads.flatMap((head) => tails.map((tail) => spell([head, tail])));
  // One in 400 is left, so that some names are short, and many take more than a thousand tries.
  const taken = short.filter((name, i) => i % 400 !== 0 && realmOfName(name) === 'facts');

  const random = createRandom(5, 'test');
  const used = new Set(taken);
  const drawPlainly = (): string => {
    for (let attempt = 0; ; attempt++) {
      const syllables = 2 + Math.floor(attempt / 1000);
      const parts = Array.from({ length: syllables }, (_, i) => [
        ...[random.pick(onsets), random.pick(vowels)],
        random.pick(i === syllables - 1 ? endings : joints),
      ]).flat();
      const name = spell(parts);
      if (used.has(name) || realmOfName(name) !== 'facts') continue;
      used.add(name);
      return name;
    }
  };
  const expected = Array.from({ length: 60 }, drawPlainly);
  expect(expected.filter((name) => short.includes(name)).length).toBeGreaterThan(5);
  expect(expected.filter((name) => !short.includes(name)).length).toBeGreaterThan(5);
  const names = createNames(createRandom(5, 'test'), 'facts', taken);
  expect(Array.from(expected, names)).toEqual(expected);
});

test('things stay unique after all pairs are used', () => {
  const draw = createThings(createRandom(1, 'test'));
  const drawn = Array.from({ length: 20_000 }, draw);
  expect(new Set(drawn).size).toBe(20_000);
  expect(drawn[0]!.split(' ')).toHaveLength(2);
});

test('templates capitalise, choose the article and refuse unknown slots', () => {
  let calls = 0;
  const values = { he: 'she', job: 'architect', number: () => String(++calls) };
  expect(fillTemplate('{he} was a {job}. {He} had {number} and {number}.', values)).toBe(
    'She was an architect. She had 1 and 2.',
  );
  expect(() => fillTemplate('{his} hat', values)).toThrow(/no value for \{his\}/);
});
