import { type Claim, claims, papers, summarizeClaim, unmeasuredClaims, verdictText } from '@lethe/analyze';
import type { Result, ResultFinding } from './result.js';

/** What a result says of a claim. */
export interface Told {
  result: Result;
  /** At least one; of a primary claim the primary one first. */
  findings: ResultFinding[];
}

/** A published claim, with all that committed results say of it. */
export interface ListedClaim {
  id: string;
  words: string;
  primary: boolean;
  /** What the source found, and where: `0.14-0.26 overall (table 2)`. */
  published: string;
  told: Told[];
  /** Names of the experiments that are made to settle it. */
  experiments: string[];
  /** What it would take where there is none. */
  needs: string | undefined;
}

/** An experiment, as far as the list is concerned. */
export interface Settling {
  name: string;
  claims: readonly string[];
}

/** Every claim of the list in its order, those that no analysis measures included. */
export function listClaims(results: readonly Result[], experiments: readonly Settling[]): ListedClaim[] {
  const keyOf = ({ id, words }: Claim): string => `${id}\n${words}`;
  const measured = [...new Set(claims.map(keyOf))].map((key): ListedClaim => {
    const variants = claims.filter((claim) => keyOf(claim) === key);
    const { id, words, needs } = variants[0]!;
    return {
      id,
      words,
      primary: variants.some(({ kind }) => kind === 'primary'),
      published: variants
        .map(publishedText)
        .filter((text, i, all) => all.indexOf(text) === i)
        .join('; '),
      told: madeFor(
        id,
        results.flatMap((result) => {
          const findings = findingsOf(result, variants);
          return findings.length === 0 ? [] : [{ result, findings }];
        }),
      ),
      experiments: experiments.filter((experiment) => experiment.claims.includes(id)).map(({ name }) => name),
      needs,
    };
  });
  const unmeasured = unmeasuredClaims.map(
    (claim): ListedClaim => ({
      ...{ id: claim.id, words: claim.words, needs: claim.needs },
      ...{ primary: false, published: publishedText(claim), told: [], experiments: [] },
    }),
  );
  return [...measured, ...unmeasured].sort(byPaperAndNumber);
}

const letters = Object.keys(papers);

/** In the order of the papers, and by number within one. */
const byPaperAndNumber = (a: ListedClaim, b: ListedClaim): number =>
  letters.indexOf(a.id[0]!) - letters.indexOf(b.id[0]!) || a.id.localeCompare(b.id, 'en', { numeric: true });

/** What experiments say that were made to settle a claim; without one, what any says in passing. */
function madeFor(id: string, told: readonly Told[]): Told[] {
  const made = told.filter(({ result }) => result.claims.includes(id));
  return made.length > 0 ? made : [...told];
}

/** Findings of a result about variants of one claim, as the analyze stage orders them. */
export const findingsOf = (
  result: Result,
  variants: readonly Pick<Claim, 'id' | 'where'>[],
): ResultFinding[] =>
  result.findings.filter(({ claim, variant }) =>
    variants.some(({ id, where }) => id === claim && (where ?? null) === variant),
  );

/** The source without the paper, which the letter of the id tells. */
function publishedText({ id, source, sourceValue }: Pick<Claim, 'id' | 'source' | 'sourceValue'>): string {
  if (sourceValue === null) return '-';
  const paper = papers[id.charAt(0) as keyof typeof papers];
  const place = source.startsWith(paper) ? source.slice(paper.length).replace(/^, /, '') : source;
  return place === '' ? sourceValue : `${sourceValue} (${place})`;
}

/** How a verdict is told in a list: that of the first finding, and how many of all have it. */
export function listedVerdict(findings: readonly ResultFinding[]): string {
  const { first } = summarizeClaim(findings);
  if (first.verdict === null) return 'predicted';
  const alike = findings.filter(({ verdict }) => verdict === first.verdict).length;
  return findings.length === 1 ? verdictText(first) : `${verdictText(first)}, ${alike} of ${findings.length}`;
}
