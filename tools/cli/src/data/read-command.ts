import { fillDirectory } from '@lethe/contracts';
import { type ReadSummary, writeCorpus } from '@lethe/data';
import { type Command, defineCommand, type Terminal } from '../commands/command.js';
import { type CorpusArguments, openCorpusOf, withCorpusOptions, withInputs } from './corpus-options.js';
import { logReading } from './read-progress.js';

interface Options extends CorpusArguments {
  input: string[];
  out: string;
}

/** `lethe data read`: turns files of any format into a directory with a corpus table. */
export function readCommand(terminal: Terminal): Command {
  return defineCommand<Options>({
    name: 'read',
    command: 'read <input..>',
    describe: 'turn files of any format into a corpus that the other operations read fastest',
    builder: (yargs) =>
      withCorpusOptions(withInputs(yargs)).option('out', {
        type: 'string',
        demandOption: true,
        requiresArg: true,
        describe: 'directory to make; it must be absent or empty',
      }),
    handler: async (options) => {
      let summary: ReadSummary | undefined;
      const open = openCorpusOf(options.input, options, terminal, {
        onProgress: logReading(terminal.log),
        onSummary: (seen) => {
          summary = seen;
        },
      });
      const documents = await fillDirectory(options.out, (partial) => writeCorpus(partial, open()));
      terminal.print(`${documents.toLocaleString('en-US')} documents in ${options.out}`);
      if (summary) for (const line of describeSkipped(summary)) terminal.print(line);
    },
  });
}

/** One line for every kind of malformed row that was skipped, with the first places. */
export function describeSkipped({ skipped }: ReadSummary): string[] {
  return skipped.flatMap(({ kind, count, examples }) => [
    `skipped ${count.toLocaleString('en-US')} malformed (${kind}), such as`,
    ...examples.map(({ file, line, found }) => `  ${file}:${line}: ${found}`),
  ]);
}
