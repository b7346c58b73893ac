import { createRandom } from '@lethe/contracts';
import { collectFacts, type FactSet } from '../../corpus/facts/fact-set.js';
import { biographyFacts } from './biographies/biography-facts.js';
import { type BiographyOptions, createBiographies } from './biographies/create-biographies.js';
import { inventFacts } from './generated/generate-facts.js';

/** Which facts are invented, and how many. */
export type OtherFactsRequest =
  | { source: 'generated'; count: number }
  | ({ source: 'biographies'; count: number } & Pick<
      BiographyOptions,
      'variant' | 'attributes' | 'zipfExponent'
    >);

/** What keeps invented facts apart from those of the experiment. */
export interface OtherFactsContext {
  /** Seed of the experiment: worlds of persons share its companies. */
  seed: number;
  /** Of the background that tells the facts; another name gives other facts. */
  name: string;
  /** Words and names that are in use: no name or thing of these facts is among them. */
  taken: ReadonlySet<string>;
}

/**
 * Invents facts in the format of a world about subjects that nothing else tells of: their names, and the names and
 * things that are told of them, are none that is taken. Persons of biographies have names of their own and share the
 * values of attributes, as all persons do.
 * @throws LetheError for options that no world can have
 */
export function inventOtherFacts(
  request: OtherFactsRequest,
  { seed, name, taken }: OtherFactsContext,
): FactSet {
  const own = createRandom(seed, `data/background/facts/${name}`).uint32();
  if (request.source === 'generated') {
    const scenarios = new Array<string>(request.count).fill('background');
    return collectFacts(inventFacts(scenarios, own, taken));
  }
  const { count: persons, ...told } = request;
  const world = createBiographies({ ...told, persons, seed: own, taken, companySeed: seed });
  return collectFacts(biographyFacts(world));
}

/** Every word in the texts of facts, and every subject and target as a whole. */
export function namesInFacts({ facts, probes }: FactSet): Set<string> {
  const names = new Set<string>();
  const add = (text: string): void => {
    for (const [word] of text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) names.add(word);
  };
  for (const { subject, text, variants } of facts) {
    if (subject !== null) names.add(subject);
    for (const told of [text, ...variants]) add(told);
  }
  for (const { target } of probes) names.add(target);
  return names;
}
