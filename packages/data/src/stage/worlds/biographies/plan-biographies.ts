import { createRandom } from '@lethe/contracts';
import { drawDistinct } from '../../../random/draw-distinct.js';
import { fillTemplate } from '../../../text/fill-template.js';
import { type Attribute, attributes } from './attribute.js';
import { attributeWords } from './attributes.js';
import type { BiographyWorld, Person } from './create-biographies.js';

/** A sentence of a biography. */
export interface BiographySentence {
  attribute: Attribute;
  template: string;
  /** Whether it has the full name; else a pronoun. */
  named: boolean;
}

/**
 * The sentences of a person's biographies, one for each attribute that is told. The first sentence of each names the
 * person. The first biography does not depend on how many there are.
 * @param index number of the person in the world
 */
export function planBiographies(
  person: Person,
  index: number,
  { seed, attributes: told }: Pick<BiographyWorld, 'seed' | 'attributes'>,
): BiographySentence[][] {
  const { wordings, resample, permute, fullName } = person.variant;
  const random = createRandom(seed, 'data/biographies/wording', index);
  const first = attributes.map((attribute) => random.int(attributeWords[attribute].templates.length));
  const others = attributes.map((attribute, i) => {
    const count = attributeWords[attribute].templates.length;
    const stream = createRandom(seed, `data/biographies/rewording/${attribute}`, index);
    // Counted from the first template, so that it never comes again.
    const steps = drawDistinct(stream, resample ? wordings - 1 : 0, count - 1);
    return steps.map((step) => (first[i]! + 1 + step) % count);
  });
  return Array.from({ length: wordings }, (_, wording) => {
    const order = [...attributes.keys()];
    if (permute) createRandom(seed, `data/biographies/order/${wording}`, index).shuffle(order);
    const places = order.filter((i) => told.includes(attributes[i]!));
    return places.map((i, place) => {
      const chosen = wording > 0 && resample ? others[i]![wording - 1]! : first[i]!;
      const template = attributeWords[attributes[i]!].templates[chosen]!;
      return { attribute: attributes[i]!, template, named: place === 0 || fullName };
    });
  });
}

/** The text of a sentence. */
export function spellSentence(person: Person, { attribute, template, named }: BiographySentence): string {
  return fillTemplate(template, { ...wordsFor(person, named), value: person.values[attribute] });
}

/** What precedes the value in a sentence, without trailing space. */
export function promptOfSentence(person: Person, { template, named }: BiographySentence): string {
  return fillTemplate(template.slice(0, template.indexOf(' {value}')), wordsFor(person, named));
}

function wordsFor({ name, pronouns }: Person, named: boolean): Person['pronouns'] {
  return named ? { he: name, his: `${name}'s`, him: name } : pronouns;
}
