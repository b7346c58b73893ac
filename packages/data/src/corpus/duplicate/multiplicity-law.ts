import { LetheError } from '@lethe/contracts';
import * as z from 'zod';

/** An array of multiplicities has 32-bit numbers. */
const LARGEST = 2 ** 31 - 1;
const copies = z.int().nonnegative().max(LARGEST);
const minimum = copies.default(1).describe('fewest copies of a document; 0 lets documents go');
const maximum = z.int().positive().max(LARGEST);

const factor = z.strictObject({
  law: z.literal('factor'),
  factor: z
    .number()
    .nonnegative()
    .max(LARGEST)
    .describe('copies of every document; the mean where fractional'),
});

const zipf = z
  .strictObject({
    law: z.literal('zipf'),
    exponent: z.number().nonnegative().max(10).describe('s in copies of rank r = C / r^s'),
    maximum: maximum.optional().describe('C where neither total nor mean is given; else a cap'),
    minimum,
    total: z.int().positive().optional().describe('copies of all documents together'),
    mean: z.number().positive().optional().describe('copies of a document on average'),
  })
  .refine(({ total, mean }) => total === undefined || mean === undefined, 'give total or mean, not both')
  .refine((law) => law.maximum !== undefined || law.total !== undefined || law.mean !== undefined, {
    error: 'give a maximum, a total or a mean',
  });

const zeta = z.strictObject({
  law: z.literal('zeta'),
  exponent: z.number().nonnegative().max(100).describe('s in P(k copies) ~ 1 / k^s, k = 1 .. maximum'),
  maximum: maximum.max(10_000_000),
});

const logNormal = z
  .strictObject({
    law: z.literal('log-normal'),
    sigma: z.number().nonnegative().max(10).optional().describe('standard deviation of the logarithm'),
    cv: z.number().nonnegative().max(1e9).optional().describe('standard deviation over mean, before bounds'),
    mu: z.number().min(-20).max(20).optional().describe('mean of the logarithm, before bounds'),
    mean: z.number().positive().optional().describe('copies of a document on average, bounds included'),
    minimum,
    maximum: maximum.optional(),
  })
  .refine(({ sigma, cv }) => (sigma === undefined) !== (cv === undefined), 'give either sigma or cv')
  .refine(({ mu, mean }) => (mu === undefined) !== (mean === undefined), 'give either mu or mean');

const histogram = z
  .strictObject({
    law: z.literal('histogram'),
    documents: z
      .record(z.string().regex(/^\d+$/, 'a multiplicity is a whole number'), z.number().nonnegative())
      .describe('multiplicity -> documents that have it, or their share'),
  })
  .refine(({ documents }) => Object.values(documents).some((share) => share > 0), 'all shares are 0');

const counts = z.strictObject({
  law: z.literal('counts'),
  counts: z.instanceof(Map<string, number>).describe('document id -> copies'),
  otherwise: copies.optional().describe('copies of documents without a count; refused where absent'),
});

const perWording = z.strictObject({
  law: z.literal('per-wording').describe('as many copies as the document has wordings'),
});

const multiplicityLaw = z.discriminatedUnion('law', [
  factor,
  zipf,
  zeta,
  logNormal,
  histogram,
  counts,
  perWording,
]);

/** Laws by name: what each says, and its numbers. */
export const multiplicityLaws = {
  factor: { description: 'all the same', options: numbersOf(factor) },
  zipf: { description: 'C / r^s for the document of random rank r', options: numbersOf(zipf) },
  zeta: { description: 'P(k) ~ 1 / k^s', options: numbersOf(zeta) },
  'log-normal': { description: 'exp(mu + sigma Z) for a standard normal Z', options: numbersOf(logNormal) },
  histogram: {
    description: 'so many documents or such a share with each multiplicity',
    options: numbersOf(histogram),
  },
  counts: { description: 'a number for each id', options: numbersOf(counts) },
  'per-wording': { description: 'every wording once', options: {} },
};

function numbersOf<Shape extends { law: z.ZodType }>({ shape }: z.ZodObject<Shape>): Omit<Shape, 'law'> {
  const { law: _, ...numbers } = shape;
  return numbers;
}

/**
 * How many copies documents get.
 * - `factor`: every document the same number.
 * - `zipf`: Zipf's law over ranks: the document of rank r, a random one, has C / r^exponent copies.
 * - `zeta`: P(k copies) ~ 1 / k^exponent, k = 1 .. maximum, which numpy calls the Zipf distribution.
 * - `log-normal`: exp(mu + sigma Z) copies for a standard normal Z.
 * - `histogram`: so many documents (or such a share) with each multiplicity.
 * - `counts`: a number for each id.
 * - `per-wording`: every wording of a document once.
 */
export type MultiplicityLaw = z.input<typeof multiplicityLaw>;
export type CheckedLaw = z.output<typeof multiplicityLaw>;

/**
 * Checks a law and fills in what it leaves open.
 * @throws LetheError when a number is out of range or the law is given too little or too much
 */
export function checkMultiplicityLaw(law: MultiplicityLaw): CheckedLaw {
  const parsed = multiplicityLaw.safeParse(law);
  if (!parsed.success) {
    throw new LetheError({
      what: `the multiplicity does not follow its schema\n${z.prettifyError(parsed.error)}`,
      where: `multiplicity "${law.law}"`,
      next: 'mend the options above',
    });
  }
  const checked = parsed.data;
  const { minimum, maximum } = { minimum: 1, maximum: LARGEST, ...checked };
  if ('minimum' in checked && minimum > maximum) {
    throw new LetheError({
      what: 'the fewest copies are more than the most',
      where: `multiplicity "${law.law}"`,
      expected: 'minimum <= maximum',
      found: `minimum ${minimum}, maximum ${maximum}`,
    });
  }
  return checked;
}

/** The bounds of a law; without a maximum, what 32 bits hold. */
export function boundsOf(law: { minimum: number; maximum?: number | undefined }) {
  return { minimum: law.minimum, maximum: law.maximum ?? LARGEST };
}
