import { createRequire } from 'node:module';
import type { Attribute } from './attribute.js';
import {
  birthCities,
  birthDates,
  companyCities,
  employers,
  majors,
  universities,
} from './attribute-values.js';
import { personNames } from './person-names.js';

/** How an attribute is told and asked for. */
interface AttributeWords {
  /** Sentences of biographies. */
  templates: readonly string[];
  /** Sentences that no biography has. */
  heldOut: readonly string[];
  /** The fixed question; {name} is the full name. */
  question: string;
}

/**
 * The words of every attribute. Each sentence mentions the person once, as {he}, {his} or {him}, and then the {value}:
 * a language model learns what follows a name, and with full names no pronoun is left.
 */
export const attributeWords: Readonly<Record<Attribute, AttributeWords>> = createRequire(import.meta.url)(
  './attribute-words.json',
);

/** How many values each attribute can have. The company city follows from the employer. */
export const attributeCounts: Readonly<Record<Attribute, number>> = {
  birthDate: birthDates.months.length * birthDates.days * birthDates.years,
  birthCity: birthCities.length,
  university: universities.length,
  major: majors.length,
  employer: employers.length,
  companyCity: companyCities.length,
};

/**
 * Bits that biographies of `persons` people hold, N log2(N0 / N) for their names and N log2 S0 for their attributes
 * (arXiv 2404.05405). S0 has no factor 2 for the pronoun here, since the first name decides it.
 */
export function biographyBits(persons: number): number {
  const { birthDate, birthCity, university, major, employer } = attributeCounts;
  const names = personNames.first.length * personNames.middle.length * personNames.last.length;
  return persons * Math.log2((names / persons) * birthDate * birthCity * university * major * employer);
}
