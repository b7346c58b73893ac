import * as z from 'zod';

/**
 * Where an input file is: a path (absolute, beside experiment.json, or below LETHE_DATA), else a file of the HF hub.
 */
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
        .describe('a file, a folder or a pattern such as data/*.parquet; all data files by default'),
      revision: z.string().default('main'),
    })
    .optional()
    .describe('downloaded once into the cache when the path is not found'),
});

export type LocationSpec = z.infer<typeof locationSpec>;
export type CorpusLocationSpec = z.infer<typeof corpusLocationSpec>;
