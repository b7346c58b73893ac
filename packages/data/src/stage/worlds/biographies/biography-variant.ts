import { LetheError } from '@lethe/contracts';

/** How the biographies of a person are written, in the notation of arXiv 2309.14316 (section 2). */
export interface BiographyVariant {
  /** Texts of a person. */
  wordings: number;
  /** Every text has other templates (multiM); else all texts have the same (single). */
  resample: boolean;
  /** Every text has its sentences in another order; else that of `attributes`. */
  permute: boolean;
  /** Every sentence has the full name; else a pronoun stands for it after the first sentence. */
  fullName: boolean;
}

/** As many texts as an attribute has templates, since no sentence of a person comes twice. */
const MAX_WORDINGS = 50;

/**
 * Reads a variant such as `single`, `multi5`, `single+permute5`, `multi5+permute+fullname`. `multiM` gives M texts
 * with different templates; `permute` reorders the sentences of every text; `single+permuteP` gives P orders of the
 * same sentences.
 * @param where the option that holds it, for errors
 * @throws LetheError for anything else
 */
export function parseBiographyVariant(variant: string, where: string): BiographyVariant {
  const match = /^(?:single|multi(\d+))(\+permute(\d*))?(\+fullname)?$/.exec(variant);
  const multi = match?.[1] === undefined ? undefined : Number(match[1]);
  const orders = match?.[3] ? Number(match[3]) : undefined;
  const wordings = multi ?? orders ?? 1;
  const agrees = multi === undefined || orders === undefined || multi === orders;
  if (!match || !agrees || wordings < 1 || wordings > MAX_WORDINGS) {
    throw new LetheError({
      what: 'this is not a variant of biographies',
      where,
      expected: `single or multiM, then perhaps +permute (or single+permuteP), then perhaps +fullname; M and P from 1 to ${MAX_WORDINGS}`,
      found: JSON.stringify(variant),
      next: 'write it as in "multi5+permute+fullname"',
    });
  }
  return {
    wordings,
    resample: multi !== undefined,
    permute: match[2] !== undefined,
    fullName: match[4] !== undefined,
  };
}
