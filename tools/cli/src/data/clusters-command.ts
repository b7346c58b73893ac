import { formatClusters, openRecordedInputs, readClusters } from '@lethe/data';
import { type Command, defineCommand, type Terminal } from '../commands/command.js';
import { wholeNumber } from './whole-number.js';

interface Options {
  directory: string;
  cluster: string[] | undefined;
  largest: number;
  members: number;
  lines: number;
  width: number;
  input: string[] | undefined;
  against: string[] | undefined;
}

/** `lethe data clusters`: what a deduplication removed, beside what it kept, and why. */
export function clustersCommand(terminal: Terminal): Command {
  const number = (describe: string, value: number) =>
    ({ type: 'number', requiresArg: true, default: value, describe }) as const;
  const texts = (describe: string) => ({ type: 'string', array: true, requiresArg: true, describe }) as const;
  return defineCommand<Options>({
    name: 'clusters',
    command: 'clusters <directory>',
    describe: 'show what lethe data dedup kept and removed, side by side, and why',
    builder: (yargs) =>
      yargs
        .positional('directory', {
          type: 'string',
          demandOption: true,
          describe: 'directory that lethe data dedup wrote',
        })
        .option('cluster', texts('cluster ids; the largest clusters where absent'))
        .option('largest', number('how many of the largest, at most 10', 5))
        .option('members', number('documents shown of each cluster', 3))
        .option('lines', number('most lines of a text', 8))
        .option('width', number('characters of a line', process.stdout.columns ?? 120))
        .option('input', texts('where the inputs are now, if they have been moved'))
        .option('against', texts('where those of --against are now')),
    handler: async (options) => {
      const { directory, cluster, largest, members, lines, width } = options;
      wholeNumber('--largest', largest, 1, 10);
      wholeNumber('--members', members, 1);
      wholeNumber('--lines', lines, 1);
      wholeNumber('--width', width, 20);
      const moved = { corpus: options.input, against: options.against };
      const { corpus, against } = openRecordedInputs(directory, moved, terminal);
      const views = await readClusters(
        directory,
        corpus,
        against,
        { ids: cluster, largest, members },
        terminal.signal,
      );
      terminal.print(
        views.length > 0 ? formatClusters(views, { lines, width }) : 'no document lost anything',
      );
    },
  });
}
