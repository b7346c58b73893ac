import { readFileSync } from 'node:fs';
import { LetheError } from '@lethe/contracts';
import type { MultiplicityLaw } from '@lethe/data';
import type { Argv } from 'yargs';
import { numberOption } from '../commands/number-option.js';
import { UsageError } from '../process/report-error.js';

const laws = ['factor', 'zipf', 'zeta', 'log-normal', 'histogram', 'counts', 'per-wording'] as const;

/** What the options say by which a command is told how many copies documents get. */
export interface LawArguments {
  law: (typeof laws)[number];
  factor: number | undefined;
  exponent: number | undefined;
  total: number | undefined;
  mean: number | undefined;
  sigma: number | undefined;
  cv: number | undefined;
  mu: number | undefined;
  minimum: number | undefined;
  maximum: number | undefined;
  histogram: string | undefined;
  counts: string | undefined;
  otherwise: number | undefined;
}

/** Adds the options of a law of multiplicity. */
export function withLawOptions<T>(yargs: Argv<T>): Argv<T & LawArguments> {
  const text = (describe: string) => ({ type: 'string', requiresArg: true, describe }) as const;
  return yargs
    .option('law', {
      choices: laws,
      demandOption: true,
      requiresArg: true,
      describe:
        'how many copies documents get, the original among them. factor: all the same; zipf: C / r^s for the document of random rank r; zeta: P(k) ~ 1 / k^s; log-normal; histogram: so many documents or such a share with each multiplicity; counts: a number for each id; per-wording: every wording once',
    })
    .option('factor', numberOption('factor: copies of every document, a mean where fractional'))
    .option('exponent', numberOption('zipf, zeta: the exponent s'))
    .option('total', numberOption('zipf: copies of all documents together'))
    .option('mean', numberOption('zipf, log-normal: copies of a document on average'))
    .option('sigma', numberOption('log-normal: standard deviation of the natural logarithm'))
    .option('cv', numberOption('log-normal: standard deviation over mean, in place of sigma'))
    .option('mu', numberOption('log-normal: mean of the natural logarithm, in place of mean'))
    .option('minimum', numberOption('zipf, log-normal: fewest copies, 1 where absent; 0 lets documents go'))
    .option('maximum', numberOption('zipf, zeta, log-normal: most copies of a document'))
    .option('histogram', text('histogram: multiplicity:documents, such as 1:900,10:90,100:10'))
    .option('counts', text('counts: a JSON file {"id": copies}'))
    .option(
      'otherwise',
      numberOption('counts: copies of documents that the file does not name'),
    ) as unknown as Argv<T & LawArguments>;
}

/**
 * The law that the options describe, still to be checked; options of other laws are handed on, so that they are
 * refused.
 */
export function lawOf(options: LawArguments): MultiplicityLaw {
  const { law, factor, exponent, total, mean, sigma, cv, mu, minimum, maximum, otherwise } = options;
  const given = {
    ...{ law, factor, exponent, total, mean, sigma, cv, mu, minimum, maximum, otherwise },
    documents: options.histogram === undefined ? undefined : parseHistogram(options.histogram),
    counts: options.counts === undefined ? undefined : readCounts(options.counts),
  };
  const stated = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return stated as unknown as MultiplicityLaw;
}

function parseHistogram(text: string): Record<string, number> {
  const bins = text.split(',').map((bin) => /^\s*(\d+)\s*:\s*(\d+(?:\.\d+)?)\s*$/.exec(bin));
  if (bins.some((bin) => bin === null)) {
    throw new UsageError(`lethe: --histogram ${text}: expected multiplicity:documents, such as 1:900,10:90`);
  }
  const entries = bins.map((bin) => [bin![1]!, Number(bin![2])] as const);
  if (new Set(entries.map(([copies]) => Number(copies))).size < entries.length) {
    throw new UsageError(`lethe: --histogram ${text}: a multiplicity is there twice`);
  }
  return Object.fromEntries(entries);
}

function readCounts(path: string): Map<string, number> {
  const wrong = (what: string, found: string): LetheError =>
    new LetheError({ what, where: path, expected: 'a JSON object {"id": copies}', found });
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw wrong('the counts cannot be read', (error as Error).message);
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw wrong('the counts are no object', Array.isArray(json) ? 'a list' : String(json));
  }
  for (const [id, copies] of Object.entries(json)) {
    if (Number.isInteger(copies) && (copies as number) >= 0) continue;
    throw wrong('a count is no whole number', `"${id}": ${JSON.stringify(copies)}`);
  }
  return new Map(Object.entries(json as Record<string, number>));
}
