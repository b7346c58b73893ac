import * as z from 'zod';
import { declaredUnion } from '../../../registry/declared-union.js';
import { biographyWorld } from './biography-world.js';
import type { FactSource } from './fact-source.js';
import { factTables } from './fact-tables.js';
import { fictionalKnowledge } from './fictional-knowledge.js';
import { generatedFacts } from './generated-facts.js';
import { popQaFacts } from './pop-qa-facts.js';
import { symbolicWorld } from './symbolic-world.js';

const probed = z
  .record(z.string(), z.int().nonnegative())
  .optional()
  .describe(
    'by scenario, how many of its facts are probed, drawn by data.seed, such as {"background": 60} of 16,000 that the background tells; all of a scenario that is not named',
  );

/** A source of whose facts some are not probed. */
const probeable = <Name extends string, Shape extends z.ZodRawShape>(source: FactSource<Name, Shape>) => ({
  ...source,
  options: { ...source.options, probed },
});

/** Every source of facts. A new one is a file that calls `defineFactSource`, and a line here. */
const factSources = [
  probeable(generatedFacts),
  probeable(biographyWorld),
  probeable(symbolicWorld),
  probeable(fictionalKnowledge),
  probeable(popQaFacts),
  probeable(factTables),
] as const;

/** Where facts come from, and how many there are in each condition. */
export const factsSpec = declaredUnion('source', factSources);

type FactsSpec = z.infer<typeof factsSpec>;

/** The source that the options name. */
export function factSourceOf({ source }: FactsSpec): FactSource {
  return factSources.find(({ name }) => name === source) as unknown as FactSource;
}
