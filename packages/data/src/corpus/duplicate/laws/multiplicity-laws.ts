import { LetheError, schemaMistakes } from '@lethe/contracts';
import type * as z from 'zod';
import { byName, declaredUnion } from '../../../registry/declared-union.js';
import { histogramLaw, zetaLaw } from './discrete-laws.js';
import { factorLaw } from './factor-law.js';
import { LARGEST, type LawKind, type RankedLaw } from './law-kind.js';
import { countsLaw, perWordingLaw } from './laws-by-id.js';
import { logNormalLaw } from './log-normal-law.js';
import { zipfLaw } from './zipf-law.js';

/** Laws that fix how many documents have each multiplicity, whatever the documents are. */
export const rankedLaws = [factorLaw, zipfLaw, zetaLaw, logNormalLaw, histogramLaw] as const;

/** Every law. A new one is a file that calls `defineLaw`, and an entry here or in `rankedLaws`. */
const laws = [...rankedLaws, countsLaw, perWordingLaw] as const;

/** Laws by name: what each says, and its numbers. */
export const multiplicityLaws = byName(laws);

const multiplicityLaw = declaredUnion('law', laws);

/** How many copies documents get. */
export type MultiplicityLaw = z.input<typeof multiplicityLaw>;
export type CheckedLaw = z.output<typeof multiplicityLaw>;

/**
 * Checks a law and fills in defaults.
 * @throws LetheError when a number is out of range or the law is given too little or too much
 */
export function checkMultiplicityLaw(law: MultiplicityLaw): CheckedLaw {
  const parsed = multiplicityLaw.safeParse(law);
  if (!parsed.success) {
    throw new LetheError({
      what: `the multiplicity does not follow its schema\n${schemaMistakes(parsed.error)}`,
      where: `multiplicity "${law.law}"`,
      next: 'fix the options above',
    });
  }
  const checked = parsed.data;
  const { minimum, maximum } = { minimum: 1, maximum: LARGEST, ...checked };
  if ('minimum' in checked && minimum > maximum) {
    throw new LetheError({
      what: 'the minimum of copies exceeds the maximum',
      where: `multiplicity "${law.law}"`,
      expected: 'minimum <= maximum',
      found: `minimum ${minimum}, maximum ${maximum}`,
    });
  }
  return checked;
}

/** The kind of a law. */
export const kindOf = ({ law }: CheckedLaw): LawKind => multiplicityLaws[law] as unknown as LawKind;

/** What a law says about ranks; undefined for one that depends on the document. */
export const rankedLaw = (law: CheckedLaw): RankedLaw | undefined => kindOf(law).ranked?.(law);
