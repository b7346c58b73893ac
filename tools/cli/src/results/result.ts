import { basename } from 'node:path';
import { claims, type FindingNumbers, verdicts } from '@lethe/analyze';
import { LetheError, profiles } from '@lethe/contracts';
import * as z from 'zod';
import { readKept } from './read-kept.js';

const RESULT_VERSION = 1;

/** A value that a file leaves out where there is none. */
const optional = <T extends z.ZodType>(type: T) => type.nullable().default(null);

const finding = z.strictObject({
  claim: z.string(),
  variant: optional(z.string()),
  subject: z.string(),
  detail: z.string(),
  kind: z.string(),
  given: optional(z.string()),
  source_value: optional(z.string()),
  claimed_from: optional(z.number()),
  claimed_to: optional(z.number()),
  our_value: optional(z.number()),
  unit: z.string(),
  low: optional(z.number()),
  high: optional(z.number()),
  interval_method: optional(z.string()),
  p: optional(z.number()),
  adjusted_p: optional(z.number()),
  family: optional(z.string()),
  family_tests: optional(z.int()),
  seeds: z.int(),
  verdict: optional(z.enum(verdicts)),
  strength: optional(z.string()),
  reason: optional(z.string()),
  distance: optional(z.number()),
  detectable: optional(z.number()),
  seeds_needed: optional(z.int()),
}) satisfies z.ZodType<FindingNumbers>;

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const resultSchema = z.strictObject({
  result: z.literal(RESULT_VERSION),
  experiment: z.string(),
  title: z.string(),
  profile: z.enum(profiles),
  claims: z.array(z.string()).describe('that the experiment was made to settle'),
  runs: z.int(),
  analyze: z.strictObject({
    manifest: z.string().describe('sha256'),
    producer: z.strictObject({ name: z.string(), version: z.string(), fingerprint: z.string() }),
  }),
  design: z.nullable(z.strictObject({ holds: z.boolean(), statement: z.string() })),
  findings: z.array(finding),
  tables: z.record(
    z.string(),
    z.strictObject({ columns: z.array(z.string()), rows: z.array(z.array(cell)) }),
  ),
});

/** What a finished analyze stage found, small enough to be kept. It has no dates and no times. */
export type Result = z.infer<typeof resultSchema>;
export type ResultFinding = Result['findings'][number];
export type ResultTable = Result['tables'][string];

export const newResult = (content: Omit<Result, 'result'>): Result => ({
  result: RESULT_VERSION,
  ...content,
});

const WRITE_AGAIN = 'write it again: npx lethe results EXPERIMENT';

/**
 * Reads a result.
 * @throws LetheError when it is none, or speaks of a claim that is declared no more
 */
export function readResult(path: string): Result {
  const result = readKept(path, resultSchema, { what: 'this is no result', next: WRITE_AGAIN });
  const gone = result.findings.filter(({ claim, variant }) => findClaim(claim, variant) === undefined);
  if (gone.length === 0 && `${result.experiment}.json` === basename(path)) return result;
  throw new LetheError({
    what:
      gone.length > 0
        ? 'the result speaks of claims that are no more'
        : 'the result is that of another experiment',
    where: path,
    found:
      gone.length > 0
        ? [...new Set(gone.map(({ claim, variant }) => [claim, variant ?? []].flat().join(', ')))].join('; ')
        : result.experiment,
    next: WRITE_AGAIN,
  });
}

/** The declaration of a claim, by id and by what tells variants of one id apart. */
export const findClaim = (id: string, variant: string | null): (typeof claims)[number] | undefined =>
  claims.find((claim) => claim.id === id && (claim.where ?? null) === variant);
