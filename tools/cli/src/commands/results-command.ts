import { join } from 'node:path';
import * as z from 'zod';
import { type Command, defineCommand, type Terminal } from './command.js';
import { profile } from './shared-options.js';

/** `lethe results [EXPERIMENT]`: keeps what a finished experiment found, and generates the pages that show it. */
export const resultsCommand = (terminal: Terminal): Command =>
  defineCommand(terminal, {
    command: 'results [experiment]',
    description:
      'keep what a finished experiment found in docs/results, and generate the pages of all results',
    options: {
      experiment: z
        .string()
        .optional()
        .describe('directory with experiment.json; without it the pages are generated alone'),
      profile,
      minutes: z.boolean().default(false).describe('measure again how long the trainings took'),
      out: z
        .string()
        .optional()
        .describe('directory in the place of docs/results, for a look: no other page is generated'),
    },
    run: async ({ experiment, profile, minutes, out }, { print }) => {
      const { resultsDirectory, writePages, writeResult } = await import('../results/write-results.js');
      const root = process.cwd();
      const written =
        experiment === undefined
          ? []
          : await writeResult({
              ...{ path: experiment, profile, minutes },
              out: out ?? resultsDirectory(root),
            });
      if (out === undefined) written.push(...writePages(root).map((path) => join(root, path)));
      print(written.length === 0 ? 'every page is as the results make it' : written.join('\n'));
    },
  });
