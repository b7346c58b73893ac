import { createRequire } from 'node:module';
import { createRandom, type Random } from '@lethe/contracts';
import type { CorpusDocument } from '../../../corpus/documents/corpus-document.js';
import { backgroundWords as words } from '../../../text/background-words.js';
import { fillTemplate, type SlotValues } from '../../../text/fill-template.js';
import { createNames } from './names.js';

const kinds = [
  'person',
  'person',
  'person',
  'person',
  'person',
  'town',
  'town',
  'company',
  'company',
  'animal',
] as const;
type Kind = (typeof kinds)[number];

/** Sentences of the generated background: a kind of document has openings and topics, each in several wordings. */
interface DocumentTemplates {
  openings: readonly string[];
  topics: readonly (readonly string[])[];
}

/** Sentences of every kind of document. */
export const documentTemplates: Readonly<Record<Kind, DocumentTemplates>> = createRequire(import.meta.url)(
  './background-templates.json',
);

/** What documents share: a town has one country and one river wherever it is mentioned. */
interface Geography {
  towns: { name: string; country: string; river: string }[];
  countries: string[];
  schools: string[];
  companies: string[];
}

/**
 * Invents encyclopedia articles: half of them about people, the others about towns, companies and animals.
 * Names of subjects are unique, and towns keep their country and river throughout. No name or thing of the
 * generated facts occurs.
 * @param count number of documents
 */
export function generateBackground(count: number, seed: number): CorpusDocument[] {
  return [...inventDocuments(count, seed)];
}

/** The documents of `generateBackground` one after the other: memory holds the names, not the texts. */
export function* inventDocuments(count: number, seed: number): Generator<CorpusDocument> {
  const random = createRandom(seed, 'data/background/geography');
  const name = createNames(random, 'background');
  const share = (kind: Kind): number =>
    Math.max(4, Math.ceil((count * kinds.filter((other) => other === kind).length) / kinds.length));
  const countries = Array.from({ length: 12 }, name);
  const rivers = Array.from({ length: Math.ceil(share('town') / 3) }, name);
  const geography: Geography = {
    countries,
    towns: Array.from({ length: share('town') }, () => ({
      name: name(),
      country: random.pick(countries),
      river: random.pick(rivers),
    })),
    schools: Array.from({ length: 10 }, () => `${name()} ${random.pick(['school', 'academy', 'college'])}`),
    companies: Array.from(
      { length: share('company') },
      () => `${name()} ${random.pick(['Works', 'Brothers', 'Union', 'House'])}`,
    ),
  };
  const written: Record<Kind, number> = { person: 0, town: 0, company: 0, animal: 0 };
  for (let i = 0; i < count; i++) {
    const kind = kinds[i % kinds.length]!;
    const draw = createRandom(seed, 'data/background/document', i);
    const text = writeDocument(kind, written[kind]++, draw, name, geography);
    yield { id: `generated-${i}`, text, source: 'generated' };
  }
}

function writeDocument(
  kind: Kind,
  number: number,
  random: Random,
  name: () => string,
  geography: Geography,
): string {
  const { openings, topics } = documentTemplates[kind];
  const values = drawValues(kind, number, random, name, geography);
  const chosen = topics.filter(() => random.int(10) < 7);
  return [openings, ...chosen].map((wordings) => fillTemplate(random.pick(wordings), values)).join(' ');
}

/** What holds throughout a document is drawn here; the rest is drawn where it is mentioned. */
function drawValues(
  kind: Kind,
  number: number,
  random: Random,
  name: () => string,
  { towns, countries, schools, companies }: Geography,
): SlotValues {
  const anyOf = (list: readonly string[]) => (): string => random.pick(list);
  const woman = random.int(2) === 0;
  const anyone = (): string => `${random.pick(random.int(2) === 0 ? words.women : words.men)} ${name()}`;
  const home = kind === 'town' ? towns[number]! : random.pick(towns);
  const birth = 1500 + random.int(400);
  const age = 30 + random.int(60);
  const own: Record<Kind, () => string> = {
    person: () => `${random.pick(woman ? words.women : words.men)} ${name()}`,
    town: () => home.name,
    company: () => companies[number]!,
    animal: () => name().toLowerCase(),
  };
  return {
    name: own[kind](),
    he: woman ? 'she' : 'he',
    his: woman ? 'her' : 'his',
    him: woman ? 'her' : 'him',
    town: home.name,
    country: home.country,
    river: home.river,
    town2: random.pick(towns).name,
    country2: random.pick(countries),
    school: random.pick(schools),
    company: random.pick(companies),
    goods: random.pick(words.goods),
    subject: random.pick(words.subjects),
    topic: random.pick(words.subjects),
    profession: anyOf(words.professions),
    professions: () => `${random.pick(words.professions)}s`,
    person: anyone(),
    successor: anyone(),
    spouse: `${random.pick(woman ? words.men : words.women)} ${name()}`,
    birth: String(birth),
    death: String(birth + age),
    age: String(age),
    year: () => String(birth + 16 + random.int(age - 16)),
    later: () => String(birth + age + random.int(60)),
    day: () => String(1 + random.int(28)),
    hundreds: () => String(100 * (1 + random.int(98))),
    thousands: `${1 + random.int(90)} thousand`,
    number: anyOf(words.numbers),
    ordinal: anyOf(words.ordinals),
    month: anyOf(words.months),
    season: anyOf(words.seasons),
    direction: anyOf(words.directions),
    adjective: anyOf(words.adjectives),
    weather: anyOf(words.weathers),
    colour: anyOf(words.colours),
    animals: anyOf(words.animals),
    wares: anyOf(words.goods),
    food: anyOf(words.food),
    landscapes: anyOf(words.landscapes),
    buildings: anyOf(words.buildings),
    event: anyOf(words.events),
    hobby: anyOf(words.hobbies),
  };
}
