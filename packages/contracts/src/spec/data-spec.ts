import * as z from 'zod';
import { biographyKeys, symbolicKeys } from './world-spec.js';

const count = z.int().nonnegative();

/** Where an input file is: a path (absolute, beside experiment.json, or below LETHE_DATA), else a file of the HF hub. */
export const locationSpec = z.strictObject({
  path: z
    .string()
    .optional()
    .describe('absolute, relative to experiment.json, or relative to LETHE_DATA; first that exists'),
  hub: z
    .strictObject({
      repo: z.string().describe('dataset repository on the Hugging Face hub, owner/name'),
      file: z.string().describe('file in the repository'),
      revision: z.string().default('main'),
    })
    .optional()
    .describe('downloaded once into the cache when the path is not found'),
});

/** Where a corpus is: a path, which may be a directory, else a whole data set of the HF hub or some of its files. */
export const corpusLocationSpec = z.strictObject({
  path: locationSpec.shape.path,
  hub: z
    .strictObject({
      repo: z.string().describe('dataset repository on the Hugging Face hub, owner/name'),
      files: z
        .string()
        .optional()
        .describe('a file, a folder or a pattern such as data/*.parquet; all files of data where absent'),
      revision: z.string().default('main'),
    })
    .optional()
    .describe('downloaded once into the cache when the path is not found'),
});

const scenarios = z
  .strictObject({
    duplication: count.default(0).describe('facts whose text is injected again and again'),
    paraphrase: count
      .default(0)
      .describe('facts injected once in their own words, then in other words each time'),
    once: count.default(0).describe('facts injected at the first encounter only'),
    control: count.default(0).describe('facts that are probed and never injected'),
  })
  .describe('how many facts go into each condition');

/** Scenarios of invented facts, which the background can tell too. */
const worldScenarios = scenarios
  .extend({
    background: count
      .default(0)
      .describe(
        'facts that are probed and not injected, since the background tells them: background.source world',
      ),
  })
  .describe('how many facts go into each condition');

/** How many facts go into each scenario. */
export type ScenarioCounts = z.infer<typeof scenarios>;

const factsSpec = z.discriminatedUnion('source', [
  z.strictObject({
    source: z.literal('generated').describe('invented entities and passages'),
    scenarios: worldScenarios,
  }),
  z.strictObject({
    source: z.literal('biographies').describe('invented persons after bioS of arXiv 2309.14316'),
    scenarios: worldScenarios,
    ...biographyKeys,
  }),
  z.strictObject({
    source: z
      .literal('symbolic')
      .describe('the symbolic world of arXiv 2508.00901: subjects, relation templates, answers'),
    scenarios: worldScenarios,
    ...symbolicKeys,
  }),
  z.strictObject({
    source: z.literal('fictional-knowledge').describe('the published passages of arXiv 2406.11813'),
    location: locationSpec,
    scenarios,
  }),
  z.strictObject({
    source: z
      .literal('popqa')
      .describe(
        'facts of PopQA (TSV, JSON list or JSONL), told in sentences of our own, asked as in the paper',
      ),
    location: locationSpec,
    ambiguous: z
      .enum(['drop', 'keep'])
      .default('drop')
      .describe('subjects and relations with several answers: leave them out, or keep each answer as a fact'),
    templates: z
      .int()
      .min(1)
      .max(8)
      .default(8)
      .describe('templates of a relation in use, |R| of arXiv 2508.00901'),
    wordings: z
      .int()
      .min(1)
      .max(8)
      .optional()
      .describe(
        'wordings of each fact, the text and its variants: K of the templates, drawn for each fact by data.seed; all where absent',
      ),
    trainFraction: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .describe('share of the subjects whose probes are for training, drawn by data.seed'),
    scenarios: scenarios.describe(
      'how many facts go into each condition, drawn by data.seed; facts beyond are left out',
    ),
  }),
  z.strictObject({
    source: z
      .literal('tables')
      .describe('the tables facts and probes of a directory, such as an operation of lethe data writes'),
    location: locationSpec.describe('the directory'),
    scenarios: scenarios
      .optional()
      .describe(
        'how many facts go into each condition, drawn by data.seed; facts beyond are left out with their probes. Where absent all facts keep the scenario of the table: background is for facts that the background tells, which are probed and not injected',
      ),
  }),
]);

/** Formats of a corpus, as `openCorpus` of @lethe/data reads them. */
const corpusFormat = z.enum([
  'jsonl',
  'parquet',
  'arrow',
  'text',
  'text-files',
  'corpus',
  'fictional-knowledge',
]);

const textSource = z.strictObject({
  source: z
    .literal('text')
    .describe('text files; documents are separated by headings as in WikiText, else by blank lines'),
  locations: z.array(locationSpec).min(1),
});

const corpusSource = z.strictObject({
  source: z
    .literal('corpus')
    .describe('files, folders and directories that operations of lethe data wrote, read as a stream'),
  locations: z.array(corpusLocationSpec).min(1),
  format: corpusFormat
    .optional()
    .describe('how files are read and which files of a folder are; found out where absent'),
  textField: z.string().default('text').describe('field or column with the text; dots step into records'),
  idField: z
    .union([z.string(), z.literal(false)])
    .optional()
    .describe(
      'field or column with the id; id where absent and records have it, else, or where false, documents are numbered',
    ),
  onMalformed: z
    .enum(['refuse', 'skip'])
    .default('refuse')
    .describe('stop at the first malformed row, or leave such rows out and count them'),
});

/** For questions among the documents of a background. */
const mixing = {
  questionShare: z
    .number()
    .min(0)
    .lt(1)
    .optional()
    .describe(
      'share of the documents that are questions for training, with loss on their answers alone, mixed among the others (0.8 in arXiv 2309.14316); none where absent',
    ),
};

const backgroundSpec = z.discriminatedUnion('source', [
  z.strictObject({
    source: z.literal('generated').describe('invented biographies'),
    documents: z.int().positive().describe('number of documents'),
    ...mixing,
  }),
  z.strictObject({
    source: z.literal('world').describe('the texts of the facts of scenario background, shuffled'),
    copies: z
      .number()
      .positive()
      .default(1)
      .describe(
        'documents for every wording of a fact of average popularity; others have more or fewer in proportion, and one at least',
      ),
    ...mixing,
  }),
  z.strictObject({
    source: z
      .literal('questions')
      .describe(
        'the questions of the facts that are for training (probes of depth qa and split train) with their answers, for fine-tuning; the loss counts the answers alone',
      ),
  }),
  textSource.extend(mixing),
  corpusSource.extend(mixing),
]);

/** Text that training never sees, on which its loss is measured meanwhile. */
const evaluationSpec = z.discriminatedUnion('source', [
  z.strictObject({
    source: z
      .literal('held-out')
      .describe('documents of the background, which training and the tokenizer then do not see'),
    oneIn: z
      .int()
      .min(2)
      .describe('one document of every so many, in the order of the background, drawn by data.seed'),
  }),
  textSource,
  corpusSource,
]);

/** How the wording of a fact is chosen at each of its injections. */
const variantPolicy = z.enum(['text', 'text-first', 'cycle', 'random', 'variants-only']);

const injectionSpec = z
  .strictObject({
    start: count.optional().describe('step of the first injection'),
    interval: z
      .int()
      .positive()
      .optional()
      .describe(
        'steps between injections (100 by default, as in arXiv 2406.11813); beside a list of one step, the steps over which factsPerStep spreads its groups',
      ),
    count: z
      .int()
      .positive()
      .optional()
      .describe('number of injections (10 by default, as in arXiv 2406.11813)'),
    intervals: z
      .array(z.int().positive())
      .min(1)
      .optional()
      .describe(
        'steps between each injection and the next, such as [10, 20, 40] for expanding spacing; beside start, instead of interval and count',
      ),
    steps: z
      .array(count)
      .min(1)
      .optional()
      .describe('steps of all injections, ascending; instead of start, interval, intervals and count'),
    factsPerStep: z
      .int()
      .positive()
      .nullable()
      .default(null)
      .describe(
        'facts that enter one step; the next groups of facts follow evenly spread over the interval (the shortest, where intervals differ), so that a small batch stays mostly background. null injects all facts in one step, as in arXiv 2406.11813',
      ),
    variants: z
      .record(z.string(), variantPolicy)
      .default({})
      .describe(
        'wording that a scenario injects. text: the text every time; text-first: the text, then its variants in turn; cycle: text and variants in turn; variants-only: variants in turn; random: text or a variant, drawn anew every time. By default text-first for paraphrase, text for duplication and once; a scenario of another name is injected every time and needs an entry',
      ),
    rotation: z
      .union([count, z.literal('seed')])
      .default(0)
      .describe(
        'which facts serve which scenario: each scenario takes the facts this many places further than those that the source gives it, controls too; seed deals all facts at random by data.seed',
      ),
    row: z
      .enum(['first', 'spread', 'random'])
      .default('first')
      .describe(
        'rows of the batch that take the texts: the first ones, as in arXiv 2406.11813, rows evenly spread over the batch, or random ones drawn by data.seed',
      ),
    placement: z
      .enum(['prepend', 'replace', 'append'])
      .default('prepend')
      .describe('where in a row the text goes'),
    at: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .describe(
        'with placement replace: fraction of the row at which the text begins; earlier only where it would not fit',
      ),
  })
  .superRefine((injection, context) => {
    for (const { key, message } of findContradictions(injection)) {
      context.addIssue({ code: 'custom', path: key, message });
    }
  })
  .transform((injection) => ({ ...injection, ...summarizeSpacing(injection) }));

type Spacing = {
  [K in 'start' | 'interval' | 'count']?: number | undefined;
} & { intervals?: number[] | undefined; steps?: number[] | undefined };

/** The first step, the shortest interval and the number of injections, in whichever form they are given. */
function summarizeSpacing({ start = 0, interval = 100, count = 10, intervals, steps }: Spacing): {
  start: number;
  interval: number;
  count: number;
} {
  if (steps?.length === 1) return { start: steps[0]!, interval, count: 1 };
  if (steps) {
    const gaps = steps.slice(1).map((step, i) => step - steps[i]!);
    return { start: steps[0]!, interval: Math.min(...gaps), count: steps.length };
  }
  if (intervals) return { start, interval: Math.min(...intervals), count: intervals.length + 1 };
  return { start, interval, count };
}

/**
 * What stands against what in an injection plan, by its key. Start, interval and count may stand beside a list
 * that says the same, so that a spec with its defaults filled in can be parsed again.
 */
function findContradictions(
  injection: Spacing & { variants: Record<string, string>; placement: string; at: number },
): { key: (string | number)[]; message: string }[] {
  const { start, intervals, steps, variants, placement, at } = injection;
  const found: { key: (string | number)[]; message: string }[] = [];
  if (steps === undefined && start === undefined) {
    found.push({ key: ['start'], message: 'expected start, or a list of steps' });
  }
  const descent = steps?.findIndex((step, i) => i > 0 && step <= steps[i - 1]!) ?? -1;
  if (descent > 0) {
    const message = `expected more than ${steps![descent - 1]}, the step before, found ${steps![descent]}`;
    found.push({ key: ['steps', descent], message });
  }
  if (steps && intervals) {
    found.push({ key: ['intervals'], message: 'steps says when facts are injected; leave out one of them' });
  }
  const list = steps ? 'steps' : 'intervals';
  if (steps ?? intervals) {
    const summary = summarizeSpacing(injection);
    for (const key of ['start', 'interval', 'count'] as const) {
      if (injection[key] === undefined || injection[key] === summary[key]) continue;
      found.push({ key: [key], message: `${list} says when facts are injected; leave out ${key}` });
    }
  }
  for (const scenario of ['control', 'background']) {
    if (variants[scenario] === undefined) continue;
    found.push({ key: ['variants', scenario], message: `${scenario} is never injected; leave it out` });
  }
  if (at > 0 && placement !== 'replace') {
    found.push({ key: ['at'], message: `expected placement replace, found ${placement}` });
  }
  return found;
}

const orderSpec = z
  .strictObject({
    steps: z.int().positive().describe('training steps'),
    batchSize: z.int().positive().describe('rows per step'),
    injection: injectionSpec
      .prefault({ steps: [0] })
      .describe('when and how facts are injected; once, at step 0, where absent'),
  })
  .superRefine(({ steps, injection }, context) => {
    if (context.issues.length > 0) return;
    const { start, interval, count, intervals, factsPerStep } = injection;
    const span = intervals?.reduce((sum, gap) => sum + gap, 0) ?? (count - 1) * interval;
    const last = (injection.steps?.at(-1) ?? start + span) + (factsPerStep === null ? 0 : interval - 1);
    if (last < steps) return;
    context.addIssue({
      code: 'custom',
      path: ['steps'],
      message: `the last injection lies beyond the last step: expected steps > ${last}, the step of the last injection, found ${steps}`,
    });
  });

/** What a model sees, how often and when. */
export const dataSpec = z.strictObject({
  seed: count.default(1).describe('seed of the world, of the assignment to conditions and of the order'),
  facts: factsSpec,
  background: backgroundSpec,
  evaluation: evaluationSpec
    .optional()
    .describe(
      'text that is never trained on, for the loss that train.evaluation measures; none where absent',
    ),
  tokenizer: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('bytes').describe('one token per byte') }),
    z.strictObject({
      type: z
        .literal('symbolic')
        .describe('one token per symbol of the symbolic world, for its facts and texts alone'),
    }),
    z.strictObject({
      type: z.literal('byte-bpe').describe('byte-level BPE trained on the background and the passages'),
      vocabSize: z.int().min(257).max(65_536),
    }),
    z.strictObject({ type: z.literal('gpt2').describe('the tokenizer of GPT-2, 50,257 tokens') }),
    z.strictObject({
      type: z.literal('file').describe('a Hugging Face tokenizer.json of any kind'),
      location: locationSpec,
      endOfText: z
        .string()
        .optional()
        .describe(
          'the token after each document; where absent the first of <|endoftext|>, <|end_of_text|>, </s>, <eos>, [SEP] that the file has',
        ),
    }),
  ]),
  sequenceLength: z.int().min(2).describe('tokens per row'),
  packing: z
    .enum(['packed', 'documents'])
    .default('packed')
    .describe(
      'packed: documents are laid end to end and cut into rows; documents: each has a row of its own, filled up with end-of-text tokens that the loss does not count',
    ),
  order: orderSpec,
});

export type DataSpec = z.infer<typeof dataSpec>;
export type LocationSpec = z.infer<typeof locationSpec>;
export type CorpusLocationSpec = z.infer<typeof corpusLocationSpec>;
export type Scenario = keyof ScenarioCounts;
