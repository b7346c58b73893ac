import { countFacts, formatFactCounts, type ReadSummary, readFactSet, writeFactCounts } from '@lethe/data';
import type { Argv } from 'yargs';
import { type Command, defineCommand, type Terminal } from '../commands/command.js';
import { type CorpusArguments, openCorpusOf, withCorpusOptions, withInputs } from './corpus-options.js';
import { logReading } from './read-progress.js';

interface Options extends CorpusArguments {
  input: string[];
  facts: string;
  wholeWords: boolean;
  ignoreCase: boolean;
  out?: string;
}

/** `lethe data count`: how often a corpus holds the subjects and targets of facts. */
export function countCommand(terminal: Terminal): Command {
  return defineCommand<Options>({
    name: 'count',
    command: 'count <input..>',
    describe: 'count how often a corpus holds subject and target of facts, and both in one document',
    builder: (yargs) =>
      withCorpusOptions(withInputs(yargs))
        .option('facts', {
          type: 'string',
          demandOption: true,
          requiresArg: true,
          describe:
            'directory with the tables facts and probes, or a file of PopQA or Fictional Knowledge; held in memory',
        })
        .option('whole-words', {
          type: 'boolean',
          default: true,
          describe: 'only where it is not part of a longer word; --no-whole-words counts those too',
        })
        .option('ignore-case', {
          type: 'boolean',
          default: false,
          describe: 'upper case equals lower case',
        })
        .option('out', {
          type: 'string',
          requiresArg: true,
          describe: 'file for the counts of every fact, JSON lines; replaced where it exists',
        }) as unknown as Argv<Options>,
    handler: async ({ input, facts, wholeWords, ignoreCase, out, ...corpusOptions }) => {
      const { log, signal, print } = terminal;
      const set = await readFactSet(facts, { onMalformed: corpusOptions.onMalformed, signal });
      let skipped: ReadSummary['skipped'] = [];
      const corpus = openCorpusOf(input, corpusOptions, terminal, {
        onProgress: logReading(log),
        onSummary: (summary) => {
          skipped = summary.skipped;
        },
      });
      // Silent itself: the reader knows how much is left.
      const counts = await countFacts(corpus, set, { wholeWords, ignoreCase, signal });
      if (out !== undefined) writeFactCounts(out, counts.counts);
      print(formatFactCounts(counts));
      for (const { kind, count, examples } of skipped) {
        const places = examples.map(({ file, line }) => `${file}:${line}`).join(', ');
        print(`skipped ${count.toLocaleString('en-US')} malformed (${kind}), such as ${places}`);
      }
    },
  });
}
