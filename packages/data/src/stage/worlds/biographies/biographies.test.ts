import { hash } from 'node:crypto';
import { LetheError } from '@lethe/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collectFacts } from '../../../corpus/facts/fact-set.js';
import { type Attribute, attributes } from './attribute.js';
import { birthCities, companyCities, employers, majors, universities } from './attribute-values.js';
import { attributeCounts, attributeWords, biographyBits } from './attributes.js';
import { biographyFacts } from './biography-facts.js';
import { parseBiographyVariant } from './biography-variant.js';
import { type BiographyOptions, createBiographies } from './create-biographies.js';
import { MAX_PERSONS, personNames } from './person-names.js';

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
/** The text as words, so that "law" is not found in "lawn". */
const words = (text: string): string => ` ${text.replace(/[^\p{L}\p{N} ]/gu, '')} `;
const holds = (text: string, phrase: string): boolean => words(text).includes(words(phrase));
const personsOf = (options: BiographyOptions) => {
  const world = createBiographies(options);
  return range(options.persons).map((index) => world.person(index));
};
const factsOf = (options: BiographyOptions) => collectFacts(biographyFacts(createBiographies(options)));
const sentencesOf = (text: string): string[] => text.split(/(?<=\.) /);

const values: Record<Exclude<Attribute, 'birthDate'>, readonly string[]> = {
  birthCity: birthCities,
  university: universities,
  major: majors,
  employer: employers,
  companyCity: companyCities,
};

describe('the lists', () => {
  it('are as long as those of bioS', () => {
    const { first, middle, last } = personNames;
    expect([first.length, middle.length, last.length]).toEqual([400, 400, 1000]);
    expect(MAX_PERSONS).toBe(160_000_000);
    expect(attributeCounts).toMatchObject({ birthDate: 67_200, birthCity: 200, university: 300, major: 100 });
    expect(attributeCounts.employer).toBe(263);
    const least = { birthDate: 46, birthCity: 49, university: 49, major: 52, employer: 47, companyCity: 48 };
    for (const attribute of attributes) {
      expect(attributeWords[attribute].templates.length).toBeGreaterThanOrEqual(least[attribute]);
    }
    expect(attributeWords.birthCity.templates.length).toBeGreaterThanOrEqual(50);
    // 47.6 bits of attributes, less the one of a pronoun that does not follow from the name.
    expect(biographyBits(1) - Math.log2(160_000_000)).toBeCloseTo(46.6, 1);
  });

  it('have nothing twice, and no name in a value', () => {
    const names = [...personNames.first, ...personNames.middle, ...personNames.last];
    expect(new Set(names).size).toBe(1800);
    const all = Object.values(values).flat();
    expect(new Set(all).size).toBe(all.length);
    const ofValues = new Set(all.flatMap((value) => value.split(' ')));
    expect(names.filter((name) => ofValues.has(name))).toEqual([]);
    for (const list of Object.values(values)) {
      // A generated answer that is right must not be the beginning of another.
      expect(list.filter((value) => list.some((other) => other.startsWith(`${value} `)))).toEqual([]);
    }
  });

  it('have templates that mention the person once, then the value, and hold no value themselves', () => {
    const all = Object.values(values).flat();
    const templates = attributes.flatMap((attribute) => [
      ...attributeWords[attribute].templates,
      ...attributeWords[attribute].heldOut,
    ]);
    expect(new Set(templates).size).toBe(templates.length);
    for (const template of templates) {
      expect(template).toMatch(/^[^{]*\{(he|his|him)\}[^{]* \{value\}[^{]*\.$/);
      expect(all.filter((value) => holds(template.toLowerCase(), value.toLowerCase()))).toEqual([]);
    }
    for (const { heldOut } of Object.values(attributeWords)) {
      expect(heldOut.every((template) => template.endsWith(' {value}.'))).toBe(true);
    }
  });
});

describe('variants', () => {
  it('are read as the paper writes them', () => {
    const read = (variant: string) => Object.values(parseBiographyVariant(variant, 'variant'));
    expect(read('single')).toEqual([1, false, false, false]);
    expect(read('multi5')).toEqual([5, true, false, false]);
    expect(read('multi5+permute')).toEqual([5, true, true, false]);
    expect(read('multi2+permute2+fullname')).toEqual([2, true, true, true]);
    expect(read('single+permute')).toEqual([1, false, true, false]);
    expect(read('single+permute5')).toEqual([5, false, true, false]);
    for (const wrong of ['multi', 'multi0', 'multi51', 'multi5+permute4', 'permute', 'single+full', '']) {
      expect(() => read(wrong), wrong).toThrow(LetheError);
    }
  });

  it('write what they say', () => {
    const persons = 12;
    const variants = fc.tuple(
      fc.constantFrom('single', 'multi2', 'multi5', 'multi50'),
      fc.constantFrom('', '+permute'),
      fc.constantFrom('', '+fullname'),
    );
    fc.assert(
      fc.property(fc.nat(2 ** 31), variants, (seed, parts) => {
        const variant = parts.join('');
        const { wordings, permute, fullName } = parseBiographyVariant(variant, 'variant');
        const { facts, probes } = factsOf({ persons, seed, variant });
        let inOrder = 0;
        for (const [i, fact] of facts.entries()) {
          const texts = [fact.text, ...fact.variants];
          expect(texts).toHaveLength(wordings);
          const targets = probes.slice(18 * i, 18 * i + 6).map(({ target }) => target);
          const asserted = texts.flatMap(sentencesOf);
          expect(asserted).toHaveLength(6 * wordings);
          for (const text of texts) {
            const sentences = sentencesOf(text);
            // Every wording holds every target: content-equal.
            const told = sentences.map((sentence) => targets.findIndex((target) => holds(sentence, target)));
            expect([...told].sort()).toEqual(range(6));
            if (told.every((attribute, place) => attribute === place)) inOrder++;
            const named = sentences.map((sentence) => sentence.includes(fact.subject!));
            expect(named).toEqual(range(6).map((place) => fullName || place === 0));
          }
          // No sentence comes twice, whoever it is about.
          const impersonal = asserted.map((sentence) =>
            sentence.replace(fact.subject!, '').replace(/\b(he|she|his|her|him)\b|'s/gi, ''),
          );
          expect(new Set(impersonal).size).toBe(6 * wordings);
        }
        if (!permute) expect(inOrder).toBe(persons * wordings);
        // One order of 720.
        else expect(inOrder).toBeLessThan(0.05 * persons * wordings + 3);
      }),
      { numRuns: 12 },
    );
  });

  it('differ only in the texts: the same persons, the same first templates, the same orders', () => {
    const of = (variant: string) => factsOf({ persons: 20, seed: 7, variant });
    const [single, multi, both, orders] = ['single', 'multi5', 'multi5+permute', 'single+permute5'].map(of);
    expect(multi!.facts.map(({ text }) => text)).toEqual(single!.facts.map(({ text }) => text));
    expect(of('multi2').facts.map(({ variants }) => variants[0])).toEqual(
      multi!.facts.map(({ variants }) => variants[0]),
    );
    const questions = (set: typeof single) => set!.probes.filter(({ depth }) => depth === 'qa');
    expect(questions(both)).toEqual(questions(single));
    // Sentences of a person without its name and pronouns, sorted: of the same templates in every order.
    const values = (text: string) => sentencesOf(text).map((sentence) => sentence.split(' ').at(-1));
    for (const { text, variants } of orders!.facts) {
      for (const other of variants) expect(values(other).sort()).toEqual(values(text).sort());
    }
    expect(orders!.facts.map(({ text }) => values(text))).toEqual(
      both!.facts.map(({ text }) => values(text)),
    );
  });
});

describe('attributes', () => {
  it('that are told are told and asked as beside the others', () => {
    const options = { persons: 20, seed: 5, variant: 'multi3+fullname' };
    const all = factsOf(options);
    const some = factsOf({ ...options, attributes: ['employer', 'birthDate'] });
    // Prompts of memorization hold the sentences before, of which there are fewer.
    const asked = ({ probes }: typeof all) => probes.filter(({ depth }) => depth !== 'memorization');
    expect(some.probes).toHaveLength(20 * 3 * 2);
    expect(asked(some)).toEqual(asked(all).filter(({ probe_id }) => /-[04]$/.test(probe_id)));
    for (const [i, { text, variants }] of some.facts.entries()) {
      const whole = all.facts[i]!;
      for (const [j, told] of [text, ...variants].entries()) {
        const sentences = sentencesOf([whole.text, ...whole.variants][j]!);
        expect(sentencesOf(told)).toEqual([sentences[0], sentences[4]]);
      }
    }
  });

  it('are one or more, none twice', () => {
    for (const wrong of [[], ['major', 'major'], ['age' as Attribute]] satisfies Attribute[][]) {
      expect(() => createBiographies({ persons: 1, seed: 1, attributes: wrong })).toThrow(LetheError);
    }
  });
});

describe('persons', () => {
  it('have names of their own, and are the same however many others there are', () => {
    const many = personsOf({ persons: 5000, seed: 3 });
    expect(new Set(many.map(({ name }) => name)).size).toBe(5000);
    const few = personsOf({ persons: 40, seed: 3 });
    const known = ({ name, values }: (typeof few)[number]) => [name, values];
    expect(many.slice(0, 40).map(known)).toEqual(few.map(known));
    const women = new Set(personNames.first.slice(0, 200));
    for (const { name, pronouns } of few) {
      expect(pronouns.he).toBe(women.has(name.split(' ')[0]!) ? 'she' : 'he');
    }
  });

  it('have attributes drawn evenly, and the city of their employer', () => {
    const persons = personsOf({ persons: 20_000, seed: 8 });
    for (const attribute of ['birthCity', 'university', 'major', 'employer'] as const) {
      const counts = new Map(values[attribute].map((value) => [value, 0]));
      for (const person of persons) {
        counts.set(person.values[attribute], counts.get(person.values[attribute])! + 1);
      }
      const expected = 20_000 / counts.size;
      const chiSquare = [...counts.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
      // Five standard deviations of chi square with size - 1 degrees of freedom.
      expect(Math.abs(chiSquare - counts.size + 1), attribute).toBeLessThan(5 * Math.sqrt(2 * counts.size));
    }
    const seats = new Map<string, Set<string>>();
    for (const { employer, companyCity } of persons.map((person) => person.values)) {
      seats.set(employer, (seats.get(employer) ?? new Set()).add(companyCity));
    }
    expect([...seats.values()].every((cities) => cities.size === 1)).toBe(true);
    const inFirst = [...seats.values()].filter((cities) => cities.has(companyCities[0]!));
    expect(inFirst).toHaveLength(36);
    const dates = persons.map((person) => person.values.birthDate);
    expect(dates.every((date) => /^[A-Z][a-z]+ \d{1,2}, (19|20)\d\d$/.test(date))).toBe(true);
    expect(new Set(dates).size).toBeGreaterThan(17_000);
  });

  it("occur by Zipf's law, and celebrities are the most popular", () => {
    const persons = personsOf({ persons: 2000, seed: 2, zipfExponent: 1.2, celebrities: 50 });
    const sorted = persons.map(({ popularity }) => popularity).sort((a, b) => b - a);
    expect(sorted.reduce((sum, value) => sum + value, 0) / 2000).toBeCloseTo(1, 5);
    // The slope of log popularity over log rank by least squares.
    const x = sorted.map((_, rank) => Math.log(rank + 1));
    const y = sorted.map(Math.log);
    const mean = (list: number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
    const slope =
      mean(x.map((value, i) => (value - mean(x)) * (y[i]! - mean(y)))) /
      mean(x.map((value) => (value - mean(x)) ** 2));
    expect(slope).toBeCloseTo(-1.2, 5);
    const celebrities = persons.filter(({ celebrity }) => celebrity);
    expect(celebrities.map(({ popularity }) => popularity).sort((a, b) => b - a)).toEqual(
      sorted.slice(0, 50),
    );
    expect(celebrities.every(({ variant }) => variant.wordings === 5)).toBe(true);
    expect(personsOf({ persons: 9, seed: 2 }).every(({ popularity }) => popularity === 1)).toBe(true);
  });

  it('are split by person, celebrities alone where asked for', () => {
    const options = { persons: 300, seed: 2, celebrities: 100 };
    const train = (more: Partial<BiographyOptions>) =>
      personsOf({ ...options, ...more }).filter(({ split }) => split === 'train');
    expect(train({})).toHaveLength(150);
    expect(train({ trainFraction: 0.1 }).map(({ name }) => name)).toEqual(
      expect.arrayContaining(train({ trainFraction: 0.02 }).map(({ name }) => name)),
    );
    const celebrities = train({ trainOn: 'celebrities', trainFraction: 1 });
    expect(celebrities).toHaveLength(100);
    expect(celebrities.every(({ celebrity }) => celebrity)).toBe(true);
    const { facts, probes } = factsOf({ ...options, trainOn: 'celebrities' });
    const splits = new Map(facts.map(({ fact_id }) => [fact_id, new Set<string>()]));
    for (const { fact_id, split } of probes) splits.get(fact_id)!.add(split!);
    expect([...splits.values()].every((split) => split.size === 1)).toBe(true);
  });

  it('refuse options that no world has', () => {
    for (const wrong of [
      { persons: 0 },
      { celebrities: 11 },
      { zipfExponent: -1 },
      { trainFraction: 2 },
      { variant: 'multi' },
      { celebrityVariant: 'x' },
    ]) {
      expect(() => createBiographies({ persons: 10, seed: 1, ...wrong })).toThrow(LetheError);
    }
  });
});

describe('probes', () => {
  it('ask as deep as they say and never tell the answer', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31), fc.constantFrom('single', 'multi3+permute+fullname'), (seed, variant) => {
        const { facts, probes } = factsOf({ persons: 40, seed, variant });
        expect(new Set(probes.map(({ probe_id }) => probe_id)).size).toBe(probes.length);
        for (const [i, fact] of facts.entries()) {
          const own = probes.slice(18 * i, 18 * i + 18);
          expect(own.every(({ fact_id }) => fact_id === fact.fact_id)).toBe(true);
          const depths = ['memorization', 'semantic', 'qa'].flatMap((depth) => range(6).map(() => depth));
          expect(own.map(({ depth }) => depth)).toEqual(depths);
          const texts = [fact.text, ...fact.variants];
          for (const { depth, prompt, target } of own) {
            expect(prompt).toBe(prompt.trim());
            expect(holds(prompt, target)).toBe(false);
            expect(prompt).toContain(fact.subject);
            if (depth === 'memorization') expect(fact.text.startsWith(`${prompt} ${target}`)).toBe(true);
            else expect(texts.filter((text) => text.includes(prompt))).toEqual([]);
          }
        }
      }),
      { numRuns: 10 },
    );
  });

  it('ask the fixed questions', () => {
    const { facts, probes } = factsOf({ persons: 1, seed: 1 });
    const questions = probes.filter(({ depth }) => depth === 'qa').map(({ prompt }) => prompt);
    expect(questions.map((prompt) => prompt.replace(facts[0]!.subject!, 'X'))).toEqual([
      'What is the birth date of X? Answer:',
      'What is the birth city of X? Answer:',
      'Which university did X study at? Answer:',
      'What was the major of X? Answer:',
      'Which company did X work for? Answer:',
      'In which city did X work? Answer:',
    ]);
  });

  it('and texts mean the same for a seed forever', () => {
    const set = factsOf({ persons: 20, seed: 6, variant: 'single', celebrities: 4, zipfExponent: 1 });
    expect(hash('sha256', JSON.stringify(set)).slice(0, 16)).toBe('d176b5e70db0617b');
  });
});
