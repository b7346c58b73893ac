import { describeInput, formatDescription, type InputKind, inputKinds, loadTokenizer } from '@lethe/data';
import { type Command, defineCommand, type Terminal } from '../commands/command.js';
import { type CorpusArguments, withCorpusOptions, withInputs } from './corpus-options.js';
import { logReading } from './read-progress.js';

interface Options extends CorpusArguments {
  input: string[];
  as?: InputKind;
  tokenizer?: string;
  json: boolean;
}

/** `lethe data describe`: statistics of a data set, a corpus, or what the data stage wrote. */
export function describeCommand(terminal: Terminal): Command {
  return defineCommand<Options>({
    name: 'describe',
    command: 'describe <input..>',
    describe: 'print statistics of a data set, a corpus, or what a data stage wrote',
    builder: (yargs) =>
      withCorpusOptions(withInputs(yargs))
        .option('as', {
          choices: inputKinds,
          requiresArg: true,
          describe:
            'what the input is; where absent, found out, or a corpus where an option says how one is read',
        })
        .option('tokenizer', {
          type: 'string',
          requiresArg: true,
          describe: 'a tokenizer.json: lengths of Fictional Knowledge in its tokens too',
        })
        .option('json', {
          type: 'boolean',
          default: false,
          describe: 'print JSON; ranges are {min, mean, max}, shares {count, of}',
        }),
    handler: async (options) => {
      const { input, as, tokenizer, json, format, textField, idField, onMalformed, paraphrases } = options;
      const { log, signal } = terminal;
      const statistics = await describeInput(input, {
        kind: as,
        tokenizer: tokenizer === undefined ? undefined : loadTokenizer(tokenizer),
        ...{ format, textField, idField, onMalformed, paraphrases, log, signal },
        onProgress: logReading(log),
      });
      terminal.print(json ? JSON.stringify(statistics, null, 2) : formatDescription(statistics));
    },
  });
}
