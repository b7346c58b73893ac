import { createRandom, type Random } from '@lethe/contracts';
import {
  collectFacts,
  createProbe,
  type FactSet,
  type FactWithProbes,
  type ProbeText,
} from '../../../corpus/facts/fact-set.js';
import { fillTemplate } from '../../../text/fill-template.js';
import { dealScenarios } from './deal-scenarios.js';
import {
  type EntityKind,
  entityKinds,
  personTails,
  placeTails,
  type Relation,
  type TailRelation,
} from './fact-relations.js';
import { createNames, createThings } from './names.js';

/** Other wordings of every text: as many as the re-injections of arXiv 2406.11813. */
const VARIANTS = 9;

/** One sentence of a fact: its relation with subject and target filled in. */
interface Statement {
  relation: Relation;
  subject: string;
  target: string;
  /** Prompt of the composition probe, where one leads to this target without naming the subject. */
  composition?: string;
}

/**
 * Invents facts and their probes. A fact is a passage of five sentences about one entity: who made it, two things
 * about that person, where it is, and one thing about that place. All names and things are new, none serves two
 * facts, and none occurs in the generated background. Texts and variants say the same in other words and order; every
 * target stands in each of them. Probes: memorization (a sentence of the text up to its target), semantic (a wording
 * that occurs in no text or variant), composition (two sentences have to be combined). Which fact goes into which
 * scenario is drawn at random, so that wording and scenario are not confounded.
 */
export function generateFacts(scenarios: Readonly<Record<string, number>>, seed: number): FactSet {
  return collectFacts(inventFacts(dealScenarios(scenarios, seed), seed));
}

/**
 * The facts of `generateFacts` one by one.
 * @param scenarios scenario of every fact
 * @param taken names and things that others bear: none of these facts tells of them
 */
export function* inventFacts(
  scenarios: readonly string[],
  seed: number,
  taken: ReadonlySet<string> = new Set(),
): Generator<FactWithProbes> {
  const draw = {
    name: createNames(createRandom(seed, 'data/facts/names'), 'facts', taken),
    thing: createThings(createRandom(seed, 'data/facts/things'), taken),
  };
  for (const [i, scenario] of scenarios.entries()) {
    const random = createRandom(seed, 'data/facts/wording', i);
    const id = `fact-${String(i).padStart(3, '0')}`;
    const entity = draw.name();
    const statements = inventStatements(random.pick(entityKinds), entity, random, draw);
    const { texts, prompts } = writeTexts(statements, random);
    yield {
      fact: {
        fact_id: id,
        scenario,
        text: texts[0]!,
        variants: texts.slice(1),
        subject: entity,
        relation: null,
        object: null,
        popularity: null,
      },
      probes: writeProbes(id, statements, prompts),
    };
  }
}

function inventStatements(
  kind: EntityKind,
  entity: string,
  random: Random,
  draw: Record<Relation['target'], () => string>,
): Statement[] {
  const names = [entity];
  const invent = (target: Relation['target']): string => {
    const word = draw[target]();
    // "Bela" beside "Belan" would be a target that stands in a prompt.
    if (names.some((name) => name.startsWith(word) || word.startsWith(name))) return invent(target);
    names.push(word);
    return word;
  };
  const person = invent('name');
  const place = invent('name');
  const tell = (tail: TailRelation, subject: string, bridge: string): Statement => ({
    relation: tail,
    subject,
    target: invent(tail.target),
    composition: fillTemplate(tail.compose, { b: fillBridge(bridge, entity) }),
  });
  return [
    { relation: kind.person, subject: entity, target: person },
    tell(random.pick(personTails.names), person, kind.person.bridge),
    tell(random.pick(personTails.things), person, kind.person.bridge),
    { relation: kind.place, subject: entity, target: place },
    tell(random.pick(placeTails), place, kind.place.bridge),
  ];
}

/** A bridge stands within a sentence, so its first letter keeps its case. */
function fillBridge(bridge: string, entity: string): string {
  return bridge.replace('{s}', entity);
}

/** The text and its variants, and the part of each sentence of the text that precedes its target. */
function writeTexts(
  statements: readonly Statement[],
  random: Random,
): { texts: string[]; prompts: string[] } {
  const wordingsOf = statements.map(({ relation }) => random.shuffle([...relation.wordings]));
  const texts = Array.from({ length: 1 + VARIANTS }, (_, version) => {
    const sentences = statements.map(({ subject, target }, i) =>
      fillTemplate(wordingsOf[i]![version]!, { s: subject, t: target }),
    );
    if (version === 0) return sentences.join(' ');
    const order = random.shuffle([...sentences.keys()]);
    // A passage opens with a sentence about its entity.
    const opening = order.findIndex((i) => statements[i]!.composition === undefined);
    [order[0], order[opening]] = [order[opening]!, order[0]!];
    return order.map((i) => sentences[i]).join(' ');
  });
  const prompts = statements.map(({ subject }, i) =>
    fillTemplate(wordingsOf[i]![0]!.split(' {t}')[0]!, { s: subject }),
  );
  return { texts, prompts };
}

function writeProbes(
  factId: string,
  statements: readonly Statement[],
  prompts: readonly string[],
): ProbeText[] {
  const memorization = statements.map(({ target }, i) =>
    createProbe(factId, 'memorization', i, prompts[i]!, target),
  );
  const semantic = statements.map(({ relation, subject, target }, i) =>
    createProbe(factId, 'semantic', i, fillTemplate(relation.recall, { s: subject }), target),
  );
  const composition = statements
    .filter((statement) => statement.composition !== undefined)
    .map(({ composition, target }, i) => createProbe(factId, 'composition', i, composition!, target));
  return [...memorization, ...semantic, ...composition];
}
