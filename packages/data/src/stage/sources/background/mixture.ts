import * as z from 'zod';
import type { Declared } from '../../../registry/declared-union.js';
import { withOptions } from '../../../registry/with-options.js';

/** Shares may be rounded to three places. */
const TOLERANCE = 0.001;

const partKeys = {
  share: z
    .number()
    .positive()
    .max(1)
    .describe(
      'share of the rows that training sees, the same throughout: of the tokens where documents are packed, of the documents where each has a row; a source with too few rows is repeated',
    ),
  name: z
    .string()
    .regex(/^[\w-]+$/, 'expected letters, digits, _ and -')
    .optional()
    .describe('what the source is called in ids of documents and in reports; by default its kind'),
};

/** Sources as parts of a mixture: with a share and a name. */
export const inMixture = <const Sources extends readonly [Declared, ...Declared[]]>(sources: Sources) =>
  withOptions(sources, partKeys);

/** What mixtures are checked for; their parts have other options too. */
interface Part {
  source: string;
  share: number;
  name?: string | undefined;
  facts?: unknown;
  questionShare?: number | undefined;
  duplicate?: { facts?: Readonly<Record<string, number>> | undefined } | undefined;
}

/** Schema of one source, or of a list of sources with their shares. */
export function singleOrMixture<Single extends z.ZodType, One extends z.ZodType<Part>>(
  single: Single,
  part: One,
): z.ZodUnion<[Single, z.ZodArray<One>]> {
  const mixture = z
    .array(part)
    .min(1)
    .superRefine((parts, context) => {
      for (const message of findConflicts(parts)) context.addIssue({ code: 'custom', message });
    })
    .describe('several sources, mixed evenly along training');
  return z.union([single, mixture], { error: ofWhatWasMeant });
}

/** The mistakes of the alternative that was meant: a list or a single source. */
function ofWhatWasMeant(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== 'invalid_union') return undefined;
  const meant = issue.errors[Array.isArray(issue.input) ? 1 : 0] ?? [];
  return meant.map(({ path, message }) => [...path, message].join(': ')).join('; ');
}

/** Names of parts: their own, or else their kinds. */
export const nameOfPart = ({ name, source }: Pick<Part, 'name' | 'source'>): string => name ?? source;

function findConflicts(parts: readonly Part[]): string[] {
  if (parts.length === 0) return [];
  const found: string[] = [];
  const sum = parts.reduce((total, { share }) => total + share, 0);
  if (Math.abs(sum - 1) > TOLERANCE + 1e-9) {
    found.push(`expected shares with sum 1, found ${Number(sum.toPrecision(6))}`);
  }
  const twice = (values: readonly string[]): string | undefined =>
    values.find((value, i) => values.indexOf(value) !== i);
  const name = twice(parts.map(nameOfPart));
  if (name !== undefined) found.push(`two sources are called ${name}: give one of them another name`);
  const contents = twice(parts.flatMap(contentsOf));
  if (contents !== undefined) found.push(`two sources hold ${contents}: leave one of them out`);
  return found;
}

/** What a part holds that another would hold again. */
function contentsOf({ source, facts, questionShare = 0, duplicate }: Part): string[] {
  return [
    ...(source === 'generated' ? ['the generated articles of data.seed'] : []),
    ...(source === 'world' && facts === undefined ? ['the facts of scenario background'] : []),
    ...(source === 'questions' || questionShare > 0 ? ['the questions for training'] : []),
    ...Object.keys(duplicate?.facts ?? {}).map((scenario) => `the facts of scenario ${scenario}`),
  ];
}
