import { LetheError } from '@lethe/contracts';
import * as z from 'zod';
import type { FactSet } from '../../../corpus/facts/fact-set.js';
import { readFactTables } from '../../../corpus/facts/read-fact-tables.js';
import { type LocateOptions, locatePath } from '../../../corpus/files/locate-file.js';
import { locationSpec } from '../../../corpus/files/location.js';
import { type Declared, declaredUnion } from '../../../registry/declared-union.js';
import { biographyKeys } from '../facts/biography-world.js';

const count = z.int().positive();

const otherFactSources = [
  {
    name: 'generated',
    description: 'invented passages; no name or thing is one of data.facts',
    options: { count: count.describe('number of facts') },
  },
  {
    name: 'biographies',
    description: 'invented persons; nobody has a name of data.facts',
    options: {
      count: count.describe('number of persons'),
      variant: biographyKeys.variant,
      attributes: biographyKeys.attributes,
      zipfExponent: biographyKeys.zipfExponent,
    },
  },
  {
    name: 'tables',
    description: 'the tables facts and probes of a directory, whatever their scenarios; other subjects only',
    options: { location: locationSpec.describe('the directory') },
  },
] as const satisfies readonly Declared[];

/** Facts that only the background tells of. */
export const otherFactsSpec = declaredUnion('source', otherFactSources);

/** What facts of the background are given besides their options. */
export interface OtherFactsContext extends LocateOptions {
  seed: number;
  /** Of the background that tells them. */
  name: string;
  /** The names that are in use; those of the facts are added. */
  taken(): Promise<Set<string>>;
}

/**
 * Invents or reads facts about subjects that neither `data.facts` nor another source of the background tells of.
 * Their ids are preceded by the name of the source.
 * @throws LetheError on mistakes in the options or the files, and where a table tells of a subject that is taken
 */
export async function openOtherFacts(
  spec: z.infer<typeof otherFactsSpec>,
  context: OtherFactsContext,
): Promise<FactSet> {
  const { inventOtherFacts, namesInFacts } = await import('../../worlds/invent-other-facts.js');
  const taken = await context.taken();
  const found =
    spec.source === 'tables'
      ? await readOtherFacts(await locatePath(spec.location, context), taken)
      : inventOtherFacts(spec, { seed: context.seed, name: context.name, taken });
  for (const name of namesInFacts(found)) taken.add(name);
  const rename = <T extends { fact_id: string }>(row: T): T => ({
    ...row,
    fact_id: `${context.name}/${row.fact_id}`,
  });
  return { facts: found.facts.map(rename), probes: found.probes.map(rename) };
}

async function readOtherFacts(directory: string, taken: ReadonlySet<string>): Promise<FactSet> {
  const set = await readFactTables(directory);
  const shared = set.facts.filter(({ subject }) => subject !== null && taken.has(subject));
  if (shared.length === 0 && set.facts.length > 0) return set;
  throw new LetheError({
    what:
      set.facts.length === 0
        ? 'there are no facts that the background could tell'
        : 'facts of the background are about subjects of other facts',
    where: directory,
    expected: 'facts about subjects that nothing else tells of',
    found: set.facts.length === 0 ? 'none' : `${shared.length}, such as ${shared[0]!.subject}`,
    next: 'name tables of other facts, such as those of a world of another seed',
  });
}
