import { createRandom, type Random } from '@lethe/contracts';
import {
  createProbe,
  type Depth,
  type FactWithProbes,
  type ProbeText,
} from '../../../corpus/facts/fact-set.js';
import { fillTemplate } from '../../../text/fill-template.js';
import { type Attribute, attributes } from './attribute.js';
import { attributeWords } from './attributes.js';
import type { BiographyWorld, Person } from './create-biographies.js';
import {
  type BiographySentence,
  planBiographies,
  promptOfSentence,
  spellSentence,
} from './plan-biographies.js';

/**
 * The persons of a world as facts with their probes, one fact for each person: its text is the first biography, its
 * variants are the others. Probes, one of each depth for every attribute that is told, numbered as in `attributes`: memorization (the text up to the
 * value), semantic (a sentence that no biography has, with the full name), qa (the fixed question; split train or
 * test by person).
 * @param scenarios scenario of every person; all `background` by default
 */
export function* biographyFacts(
  world: BiographyWorld,
  scenarios?: readonly string[],
): Generator<FactWithProbes> {
  for (let index = 0; index < world.persons; index++) {
    const person = world.person(index);
    const biographies = planBiographies(person, index, world);
    const spelled = biographies.map((sentences) =>
      sentences.map((sentence) => spellSentence(person, sentence)),
    );
    const texts = spelled.map((sentences) => sentences.join(' '));
    const id = `${person.celebrity ? 'celebrity' : 'person'}-${String(index).padStart(6, '0')}`;
    const draw = createRandom(world.seed, 'data/biographies/semantic', index);
    yield {
      fact: {
        fact_id: id,
        scenario: scenarios?.[index] ?? 'background',
        text: texts[0]!,
        variants: texts.slice(1),
        subject: person.name,
        relation: null,
        object: null,
        popularity: person.popularity,
      },
      probes: writeProbes(id, person, { sentences: biographies[0]!, spelled: spelled[0]! }, draw),
    };
  }
}

function writeProbes(
  id: string,
  person: Person,
  text: { sentences: readonly BiographySentence[]; spelled: readonly string[] },
  random: Random,
): ProbeText[] {
  const told = attributes.filter((each) => text.sentences.some(({ attribute }) => attribute === each));
  const probe = (depth: Depth, attribute: Attribute, prompt: string): ProbeText => ({
    ...createProbe(id, depth, attributes.indexOf(attribute), prompt, person.values[attribute]),
    split: person.split,
  });
  const memorization = told.map((attribute) => {
    const place = text.sentences.findIndex((sentence) => sentence.attribute === attribute);
    const parts = [...text.spelled.slice(0, place), promptOfSentence(person, text.sentences[place]!)];
    return probe('memorization', attribute, parts.join(' '));
  });
  // Drawn for every attribute, so that those of one do not depend on which others are told.
  const wordings = new Map(attributes.map((each) => [each, random.pick(attributeWords[each].heldOut)]));
  const semantic = told.map((attribute) => {
    const sentence = { attribute, template: wordings.get(attribute)!, named: true };
    return probe('semantic', attribute, promptOfSentence(person, sentence));
  });
  const questions = told.map((attribute) => {
    const question = fillTemplate(attributeWords[attribute].question, { name: person.name });
    return probe('qa', attribute, `${question} Answer:`);
  });
  return [...memorization, ...semantic, ...questions];
}
