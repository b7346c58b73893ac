import * as z from 'zod';

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

const factsSpec = z.discriminatedUnion('source', [
  z.strictObject({ source: z.literal('generated').describe('invented entities and passages'), scenarios }),
  z.strictObject({
    source: z.literal('fictional-knowledge').describe('the published passages of arXiv 2406.11813'),
    location: locationSpec,
    scenarios,
  }),
]);

const backgroundSpec = z.discriminatedUnion('source', [
  z.strictObject({
    source: z.literal('generated').describe('invented biographies'),
    documents: z.int().positive().describe('number of documents'),
  }),
  z.strictObject({
    source: z
      .literal('text')
      .describe('text files; documents are separated by headings as in WikiText, else by blank lines'),
    locations: z.array(locationSpec).min(1),
  }),
]);

const injectionSpec = z.strictObject({
  start: count.describe('step of the first injection'),
  interval: z.int().positive().default(100).describe('steps between injections (100 in arXiv 2406.11813)'),
  count: z.int().positive().default(10).describe('number of injections (10 in arXiv 2406.11813)'),
  factsPerStep: z
    .int()
    .positive()
    .nullable()
    .default(null)
    .describe(
      'facts that enter one step; the next groups of facts follow evenly spread over the interval, so that a small batch stays mostly background. null injects all facts in one step, as in arXiv 2406.11813',
    ),
  placement: z
    .enum(['prepend', 'replace', 'append'])
    .default('prepend')
    .describe('where in a row the text goes'),
});

/** What a model sees, how often and when. */
export const dataSpec = z.strictObject({
  seed: count.default(1).describe('seed of the world, of the assignment to conditions and of the order'),
  facts: factsSpec,
  background: backgroundSpec,
  tokenizer: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('bytes').describe('one token per byte') }),
    z.strictObject({
      type: z.literal('byte-bpe').describe('byte-level BPE trained on the background and the passages'),
      vocabSize: z.int().min(257).max(65_536),
    }),
  ]),
  sequenceLength: z.int().min(8).describe('tokens per row'),
  order: z.strictObject({
    steps: z.int().positive().describe('training steps'),
    batchSize: z.int().positive().describe('rows per step'),
    injection: injectionSpec,
  }),
});

export type DataSpec = z.infer<typeof dataSpec>;
export type LocationSpec = z.infer<typeof locationSpec>;
export type Scenario = keyof DataSpec['facts']['scenarios'];
