import { createRandom, LetheError } from '@lethe/contracts';
import { drawDistinct } from '../../../random/draw-distinct.js';
import { zipfPopularity } from '../../../random/zipf-popularity.js';
import { checkSize } from '../size/check-size.js';
import { type Attribute, attributes } from './attribute.js';
import {
  birthCities,
  birthDates,
  companyCities,
  EMPLOYERS_IN_FIRST_CITY,
  employers,
  majors,
  universities,
} from './attribute-values.js';
import { type BiographyVariant, parseBiographyVariant } from './biography-variant.js';
import { MAX_PERSONS, personNames } from './person-names.js';

/** What a world of biographies is made of. */
export interface BiographyOptions {
  persons: number;
  seed: number;
  /** Variant of the biographies, see `parseBiographyVariant`; `single` by default. */
  variant?: string;
  /** What is told of a person and asked for, whatever their order; all six by default. */
  attributes?: readonly Attribute[];
  /** How many persons are celebrities: the most popular ones, which have another variant; none by default. */
  celebrities?: number;
  /** Variant of celebrities; `multi5+permute` by default. */
  celebrityVariant?: string;
  /** Exponent of Zipf's law over persons; 0 (all equal) by default. */
  zipfExponent?: number;
  /** Whose questions may be for training: those of all persons (the default) or of celebrities alone. */
  trainOn?: 'all' | 'celebrities';
  /** Share of those persons whose questions are for training; 0.5 by default. All other questions are for testing. */
  trainFraction?: number;
  /** Full names that nobody here has, since others bear them. */
  taken?: ReadonlySet<string>;
  /** Seed of the cities of companies, for worlds that share them; `seed` by default. */
  companySeed?: number;
}

/** A person with the values of the six attributes, told or not. */
export interface Person {
  /** Unique within the world. */
  name: string;
  pronouns: { he: string; his: string; him: string };
  values: Record<Attribute, string>;
  celebrity: boolean;
  variant: BiographyVariant;
  /** How often the person is meant to occur; 1 on average. */
  popularity: number;
  /** Whether the person's questions are for training or testing. */
  split: 'train' | 'test';
}

/** Persons as in bioS; each is made when it is asked for. */
export interface BiographyWorld {
  seed: number;
  persons: number;
  /** What is told of a person and asked for, in the order of `attributes`. */
  attributes: readonly Attribute[];
  person(index: number): Person;
}

/**
 * Invents persons after bioS (arXiv 2309.14316 section 2): unique full names, a uniform birth date, birth city,
 * university, major and employer, and the city in which the employer has its seat. A person's name and attributes
 * depend on the seed and the number of the person alone: worlds of one seed that differ in variant hold the same
 * persons, smaller worlds are the beginning of larger ones, and where fewer attributes are told, those are the same.
 * @throws LetheError for options that no world can have
 */
export function createBiographies(options: BiographyOptions): BiographyWorld {
  const { persons, seed, celebrities = 0, zipfExponent = 0, trainOn = 'all', trainFraction = 0.5 } = options;
  checkSize('persons', persons, { low: 1, high: MAX_PERSONS / 16 });
  checkSize('celebrities', celebrities, { low: 0, high: persons, note: 'the number of persons' });
  checkSize('zipfExponent', zipfExponent, { low: 0, high: 10, real: true });
  checkSize('trainFraction', trainFraction, { low: 0, high: 1, real: true });
  const told = checkAttributes(options.attributes ?? attributes);
  const ordinary = parseBiographyVariant(options.variant ?? 'single', 'variant');
  const celebrated = parseBiographyVariant(options.celebrityVariant ?? 'multi5+permute', 'celebrityVariant');
  const names = drawNames(persons, seed, options.taken);
  const seats = drawSeats(options.companySeed ?? seed);
  const { ranks, popularity } = zipfPopularity(
    persons,
    zipfExponent,
    createRandom(seed, 'data/biographies/popularity'),
  );
  const isTrain = chooseTrain(ranks, trainOn === 'celebrities' ? celebrities : persons, trainFraction, seed);
  return {
    seed,
    persons,
    attributes: told,
    person(index) {
      const celebrity = ranks[index]! < celebrities;
      const code = names[index]!;
      const first = Math.floor(code / (personNames.middle.length * personNames.last.length));
      return {
        name: spellName(code),
        pronouns:
          first < personNames.women
            ? { he: 'she', his: 'her', him: 'her' }
            : { he: 'he', his: 'his', him: 'him' },
        values: drawValues(index, seed, seats),
        celebrity,
        variant: celebrity ? celebrated : ordinary,
        popularity: popularity[index]!,
        split: isTrain[index] === 1 ? 'train' : 'test',
      };
    },
  };
}

/** The attributes in the order in which texts tell them. */
function checkAttributes(asked: readonly Attribute[]): Attribute[] {
  const told = attributes.filter((attribute) => asked.includes(attribute));
  if (told.length > 0 && told.length === asked.length) return told;
  throw new LetheError({
    what: 'these are no attributes of persons',
    where: 'attributes',
    expected: `one or more of ${attributes.join(', ')}, none twice`,
    found: asked.length === 0 ? 'none' : asked.join(', '),
    next: 'name what the biographies are to tell, or leave it out for all',
  });
}

/** Distinct codes of names: Uint32Array [persons]. */
function drawNames(persons: number, seed: number, taken?: ReadonlySet<string>): Uint32Array {
  const used = new Set<number>();
  const isUsed = (code: number): boolean => used.has(code) || (taken?.has(spellName(code)) ?? false);
  return Uint32Array.from({ length: persons }, (_, i) => {
    const random = createRandom(seed, 'data/biographies/names', i);
    let code = random.int(MAX_PERSONS);
    while (isUsed(code)) code = random.int(MAX_PERSONS);
    used.add(code);
    return code;
  });
}

function spellName(code: number): string {
  const { first, middle, last } = personNames;
  const rest = Math.floor(code / last.length);
  return `${first[Math.floor(rest / middle.length)]} ${middle[rest % middle.length]} ${last[code % last.length]}`;
}

/** The company city of every employer: Int32Array [employers]. */
function drawSeats(seed: number): Int32Array {
  const random = createRandom(seed, 'data/biographies/seats');
  const seats = Int32Array.from(employers, () => 1 + random.int(companyCities.length - 1));
  for (const employer of drawDistinct(random, EMPLOYERS_IN_FIRST_CITY, employers.length)) seats[employer] = 0;
  return seats;
}

function drawValues(index: number, seed: number, seats: Int32Array): Record<Attribute, string> {
  const random = createRandom(seed, 'data/biographies/values', index);
  const month = random.pick(birthDates.months);
  const day = 1 + random.int(birthDates.days);
  const year = birthDates.firstYear + random.int(birthDates.years);
  const birthCity = random.pick(birthCities);
  const university = random.pick(universities);
  const major = random.pick(majors);
  const employer = random.int(employers.length);
  return {
    birthDate: `${month} ${day}, ${year}`,
    birthCity,
    university,
    major,
    employer: employers[employer]!,
    companyCity: companyCities[seats[employer]!]!,
  };
}

/** 1 for persons whose questions are for training, a random share of the `pool` most popular. */
function chooseTrain(ranks: Int32Array, pool: number, fraction: number, seed: number): Uint8Array {
  const candidates = Int32Array.from(ranks.keys()).filter((index) => ranks[index]! < pool);
  createRandom(seed, 'data/biographies/questions').shuffle(candidates);
  const isTrain = new Uint8Array(ranks.length);
  for (const index of candidates.subarray(0, Math.round(fraction * candidates.length))) isTrain[index] = 1;
  return isTrain;
}
