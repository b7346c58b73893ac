import { createRandom, type Random } from '@lethe/contracts';
import {
  createProbe,
  type Depth,
  type FactWithProbes,
  type ProbeText,
} from '../../../corpus/facts/fact-set.js';
import { fillTemplate } from '../../../text/fill-template.js';
import { attributes, attributeWords } from './attributes.js';
import type { BiographyWorld, Person } from './create-biographies.js';
import {
  type BiographySentence,
  planBiographies,
  promptOfSentence,
  spellSentence,
} from './plan-biographies.js';

/**
 * The persons of a world as facts with their probes, one fact for each person: its text is the first biography, its
 * variants are the others. Probes, six of each depth in the order of `attributes`: memorization (the text up to the
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
    const biographies = planBiographies(person, index, world.seed);
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
  const probe = (depth: Depth, number: number, prompt: string): ProbeText => ({
    ...createProbe(id, depth, number, prompt, person.values[attributes[number]!]),
    split: person.split,
  });
  const memorization = attributes.map((attribute, i) => {
    const place = text.sentences.findIndex((sentence) => sentence.attribute === attribute);
    const before = text.spelled.slice(0, place);
    return probe('memorization', i, [...before, promptOfSentence(person, text.sentences[place]!)].join(' '));
  });
  const semantic = attributes.map((attribute, i) => {
    const template = random.pick(attributeWords[attribute].heldOut);
    return probe('semantic', i, promptOfSentence(person, { attribute, template, named: true }));
  });
  const questions = attributes.map((attribute, i) =>
    probe('qa', i, `${fillTemplate(attributeWords[attribute].question, { name: person.name })} Answer:`),
  );
  return [...memorization, ...semantic, ...questions];
}
