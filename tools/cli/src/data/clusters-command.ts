import { formatClusters, openRecordedInputs, readClusters } from '@lethe/data';
import * as z from 'zod';
import { type Command, defineCommand, type Terminal } from '../commands/command.js';

const texts = z.array(z.string()).optional();

/** `lethe data clusters`: what a deduplication removed, beside what it kept, and why. */
export const clustersCommand = (terminal: Terminal): Command =>
  defineCommand(terminal, {
    command: 'clusters <directory>',
    description: 'show what lethe data dedup kept and removed, side by side, and why',
    options: {
      directory: z.string().describe('directory that lethe data dedup wrote'),
      cluster: texts.describe('cluster ids; the largest clusters by default'),
      largest: z.int().min(1).max(10).default(5).describe('how many of the largest, at most 10'),
      members: z.int().min(1).default(3).describe('documents shown of each cluster'),
      lines: z.int().min(1).default(8).describe('most lines of a text'),
      width: z
        .int()
        .min(20)
        .default(process.stdout.columns ?? 120)
        .describe('characters of a line'),
      input: texts.describe('where the inputs are now, if they have been moved'),
      against: texts.describe('where those of --against are now'),
    },
    run: async ({ directory, cluster, largest, members, lines, width, ...moved }, { print, signal }) => {
      const { corpus, against } = openRecordedInputs(
        directory,
        { corpus: moved.input, against: moved.against },
        terminal,
      );
      const views = await readClusters(
        directory,
        corpus,
        against,
        { ids: cluster, largest, members },
        signal,
      );
      print(views.length > 0 ? formatClusters(views, { lines, width }) : 'no document lost anything');
    },
  });
