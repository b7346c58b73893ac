import {
  birthCities,
  birthDates,
  companyCities,
  employers,
  majors,
  universities,
} from './attribute-values.js';
import { birthCityTemplates, birthDateTemplates } from './birth-templates.js';
import { heldOutTemplates } from './held-out-templates.js';
import { personNames } from './person-names.js';
import { majorTemplates, universityTemplates } from './study-templates.js';
import { companyCityTemplates, employerTemplates } from './work-templates.js';

/** The attributes of a person, in the order in which unpermuted biographies tell them. */
export const attributes = [
  'birthDate',
  'birthCity',
  'university',
  'major',
  'employer',
  'companyCity',
] as const;
export type Attribute = (typeof attributes)[number];

/** How an attribute is told and asked for. */
interface AttributeWords {
  /** Sentences of biographies. */
  templates: readonly string[];
  /** Sentences that no biography has. */
  heldOut: readonly string[];
  /** The fixed question; {name} is the full name. */
  question: string;
}

export const attributeWords: Readonly<Record<Attribute, AttributeWords>> = {
  birthDate: {
    templates: birthDateTemplates,
    heldOut: heldOutTemplates.birthDate,
    question: 'What is the birth date of {name}?',
  },
  birthCity: {
    templates: birthCityTemplates,
    heldOut: heldOutTemplates.birthCity,
    question: 'What is the birth city of {name}?',
  },
  university: {
    templates: universityTemplates,
    heldOut: heldOutTemplates.university,
    question: 'Which university did {name} study at?',
  },
  major: {
    templates: majorTemplates,
    heldOut: heldOutTemplates.major,
    question: 'What was the major of {name}?',
  },
  employer: {
    templates: employerTemplates,
    heldOut: heldOutTemplates.employer,
    question: 'Which company did {name} work for?',
  },
  companyCity: {
    templates: companyCityTemplates,
    heldOut: heldOutTemplates.companyCity,
    question: 'In which city did {name} work?',
  },
};

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
