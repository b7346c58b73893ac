/**
 * Sentences that no biography has, made as those in birth-templates.ts: semantic probes ask with them. The value
 * stands at the end.
 */
export const heldOutTemplates = {
  birthDate: [
    'The day on which {he} was born was {value}.',
    'The calendar showed, when {he} was born, the date of {value}.',
    '{he} can look back on a life that started on {value}.',
    'The time when {he} was born was the day of {value}.',
  ],
  birthCity: [
    'The city in which {he} was born is {value}.',
    'The town where {he} spent the first day of life is {value}.',
    '{he} saw the light of day for the first time in {value}.',
    'Those who ask {him} about home hear of {value}.',
  ],
  university: [
    'The university that {he} went to was {value}.',
    'The place that made a scholar of {him} was {value}.',
    '{he} got an academic title from {value}.',
    'Lecturers taught {him} at {value}.',
  ],
  major: [
    'The subject that {he} studied was {value}.',
    'What {he} learned at university was {value}.',
    '{he} knows all about {value}.',
    'What interested {him} as a student was {value}.',
  ],
  employer: [
    'The company for which {he} worked was {value}.',
    'Money came to {him} from {value}.',
    '{he} was one of the workers of {value}.',
    'Those who employed {him} were the owners of {value}.',
  ],
  companyCity: [
    'The city in which {he} worked was {value}.',
    'Those who wanted to see {him} at work went to {value}.',
    '{he} spent the hours of business in {value}.',
    'Everybody knew {him} at a company in {value}.',
  ],
} as const;
