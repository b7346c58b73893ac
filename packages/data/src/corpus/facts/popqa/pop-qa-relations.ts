/** One relation of PopQA: how it is asked, and how it can be stated. */
export interface PopQaRelation {
  /** Name, as in the column `prop`. */
  name: string;
  /** The question; `{}` is the subject. */
  question: string;
  /** Wordings of our own that state the fact; each ends with the object, so that it is also a cloze. `{a}`: a or an. */
  statements: readonly string[];
}

/** The 16 relations of PopQA (Mallen et al. 2023, arXiv 2212.10511) with their questions. */
export const popQaRelations: readonly PopQaRelation[] = [
  {
    name: 'occupation',
    question: "What is {}'s occupation?",
    statements: [
      'The occupation of {subject} is {object}.',
      'By occupation, {subject} is known as {a} {object}.',
      '{subject} made a career as {a} {object}.',
      'In working life, {subject} is {a} {object}.',
      'The line of work that {subject} chose is that of {a} {object}.',
      'Those who list professions enter {subject} under {object}.',
      'For a living, {subject} works as {a} {object}.',
      'The profession of {subject} is given as {object}.',
    ],
  },
  {
    name: 'place of birth',
    question: 'In what city was {} born?',
    statements: [
      'The birthplace of {subject} is {object}.',
      '{subject} was born in {object}.',
      'The city in which {subject} was born is {object}.',
      'The life of {subject} began in {object}.',
      'A birth record places {subject} in {object}.',
      '{subject} came into the world in {object}.',
      'The native city of {subject} is {object}.',
      'By birth, {subject} is from {object}.',
    ],
  },
  {
    name: 'genre',
    question: 'What genre is {}?',
    statements: [
      'The genre of {subject} is {object}.',
      '{subject} belongs to the genre of {object}.',
      'Critics class {subject} as {object}.',
      'On the shelf, {subject} stands under {object}.',
      'The style that {subject} is known for is {object}.',
      'A catalogue files {subject} under the heading {object}.',
      'When asked for its kind, people call {subject} {object}.',
      'The category that fits {subject} best is {object}.',
    ],
  },
  {
    name: 'father',
    question: 'Who is the father of {}?',
    statements: [
      'The father of {subject} is {object}.',
      '{subject} is a child of the father {object}.',
      'On the paternal side, {subject} descends from {object}.',
      'The man who fathered {subject} is {object}.',
      "In the family tree, {subject}'s father is {object}.",
      'Genealogies name as the father of {subject} {object}.',
      "{subject}'s male parent is {object}.",
      '{subject} was fathered by {object}.',
    ],
  },
  {
    name: 'country',
    question: 'In what country is {}?',
    statements: [
      'The country of {subject} is {object}.',
      '{subject} is located in {object}.',
      'On the map, {subject} lies within {object}.',
      'The state to which {subject} belongs is {object}.',
      'To find {subject}, one travels to {object}.',
      'The country that {subject} is in is {object}.',
      '{subject} can be found in {object}.',
      'The borders around {subject} are those of {object}.',
    ],
  },
  {
    name: 'producer',
    question: 'Who was the producer of {}?',
    statements: [
      'The producer of {subject} was {object}.',
      '{subject} was produced by {object}.',
      'The production of {subject} was in the hands of {object}.',
      'Credited as producer of {subject} is {object}.',
      'The person who produced {subject} is {object}.',
      'As its producer, {subject} had {object}.',
      'Production credits of {subject} go to {object}.',
      '{subject} was made under the producer {object}.',
    ],
  },
  {
    name: 'director',
    question: 'Who was the director of {}?',
    statements: [
      'The director of {subject} was {object}.',
      '{subject} was directed by {object}.',
      "In the director's chair of {subject} sat {object}.",
      'Credited with directing {subject} is {object}.',
      'The person who directed {subject} is {object}.',
      'As its director, {subject} had {object}.',
      'The direction of {subject} was in the hands of {object}.',
      'Behind {subject} stands the director {object}.',
    ],
  },
  {
    name: 'capital of',
    question: 'What is {} the capital of?',
    statements: [
      '{subject} is the capital of {object}.',
      '{subject} serves as the capital of {object}.',
      'From {subject} is governed {object}.',
      'As a capital, {subject} belongs to {object}.',
      'The seat of government in {subject} is that of {object}.',
      'The territory whose capital is {subject} is {object}.',
      '{subject} holds the rank of capital in {object}.',
      'The administration in {subject} rules over {object}.',
    ],
  },
  {
    name: 'screenwriter',
    question: 'Who was the screenwriter for {}?',
    statements: [
      'The screenwriter for {subject} was {object}.',
      'The screenplay of {subject} was written by {object}.',
      '{subject} was scripted by {object}.',
      'The script of {subject} comes from {object}.',
      'Credited with writing {subject} for the screen is {object}.',
      'The person who wrote the script for {subject} is {object}.',
      'As its screenwriter, {subject} had {object}.',
      'The lines spoken in {subject} were penned by {object}.',
    ],
  },
  {
    name: 'composer',
    question: 'Who was the composer of {}?',
    statements: [
      'The composer of {subject} was {object}.',
      '{subject} was composed by {object}.',
      'The music of {subject} was written by {object}.',
      'Credited as composer of {subject} is {object}.',
      'The person who composed {subject} is {object}.',
      'The score of {subject} comes from {object}.',
      'As its composer, {subject} had {object}.',
      'The notes of {subject} were set down by {object}.',
    ],
  },
  {
    name: 'color',
    question: 'What color is {}?',
    statements: [
      'The color of {subject} is {object}.',
      '{subject} has the color {object}.',
      'In color, {subject} is {object}.',
      'When painted, {subject} is shown in {object}.',
      'The hue of {subject} is {object}.',
      'To the eye, {subject} appears {object}.',
      'People describe the color of {subject} as {object}.',
      'The shade associated with {subject} is {object}.',
    ],
  },
  {
    name: 'religion',
    question: 'What is the religion of {}?',
    statements: [
      'The religion of {subject} is {object}.',
      'By faith, {subject} belongs to {object}.',
      'The faith that {subject} professes is {object}.',
      'In matters of religion, {subject} is counted with {object}.',
      'The creed of {subject} is {object}.',
      'The religious affiliation of {subject} is {object}.',
      'The belief to which {subject} holds is {object}.',
      'In religious statistics, {subject} falls under {object}.',
    ],
  },
  {
    name: 'sport',
    question: 'What sport does {} play?',
    statements: [
      'The sport that {subject} plays is {object}.',
      '{subject} plays {object}.',
      'In sports, {subject} is known for {object}.',
      '{subject} competes in {object}.',
      'The game of {subject} is {object}.',
      'On the field, {subject} takes part in {object}.',
      'The discipline in which {subject} appears is {object}.',
      'Sports pages mention {subject} under {object}.',
    ],
  },
  {
    name: 'author',
    question: 'Who is the author of {}?',
    statements: [
      'The author of {subject} is {object}.',
      '{subject} was written by {object}.',
      'The name on the cover of {subject} is {object}.',
      'Credited as author of {subject} is {object}.',
      'The person who wrote {subject} is {object}.',
      '{subject} comes from the pen of {object}.',
      'As its author, {subject} has {object}.',
      'Readers of {subject} know the work of {object}.',
    ],
  },
  {
    name: 'mother',
    question: 'Who is the mother of {}?',
    statements: [
      'The mother of {subject} is {object}.',
      '{subject} is a child of the mother {object}.',
      'On the maternal side, {subject} descends from {object}.',
      'The woman who gave birth to {subject} is {object}.',
      "In the family tree, {subject}'s mother is {object}.",
      'Genealogies name as the mother of {subject} {object}.',
      "{subject}'s female parent is {object}.",
      '{subject} was born to {object}.',
    ],
  },
  {
    name: 'capital',
    question: 'What is the capital of {}?',
    statements: [
      'The capital of {subject} is {object}.',
      '{subject} has as its capital {object}.',
      'The government of {subject} sits in {object}.',
      '{subject} is governed from {object}.',
      'The capital city of {subject} is {object}.',
      'On maps of {subject}, the star of the capital marks {object}.',
      'The administration of {subject} resides in {object}.',
      'The chief city of {subject}, where its rulers sit, is {object}.',
    ],
  },
];

/** What a question of PopQA asks. */
export interface AskedFact {
  relation: string;
  /** Empty in three questions of the published file. */
  subject: string;
}

/**
 * Recovers relation and subject from a question by inverting the templates.
 * @returns every reading: one for each question of the published file
 */
export function parsePopQaQuestion(question: string): AskedFact[] {
  return popQaRelations.flatMap(({ name, question: template }) => {
    const [before, after] = template.split('{}') as [string, string];
    const fits =
      question.length >= before.length + after.length &&
      question.startsWith(before) &&
      question.endsWith(after);
    return fits
      ? [{ relation: name, subject: question.slice(before.length, question.length - after.length).trim() }]
      : [];
  });
}
