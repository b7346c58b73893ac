import { formatTokens, loadTokenizer } from '@lethe/data';
import { type Command, defineCommand, type Terminal } from '../commands/command.js';

interface Options {
  file: string;
  text?: string;
  endOfText?: string;
}

/** `lethe data tokenizer show`: what a tokenizer is, and how it cuts a text. */
export function tokenizerShowCommand(terminal: Terminal): Command {
  return defineCommand<Options>({
    name: 'show',
    command: 'show <file>',
    describe: 'print the size of a tokenizer, and the tokens of a text',
    builder: (yargs) =>
      yargs
        .positional('file', {
          type: 'string',
          demandOption: true,
          describe: 'a tokenizer.json of any kind',
        })
        .option('text', {
          type: 'string',
          requiresArg: true,
          describe: 'text to encode; ids and pieces are printed, a token in a line',
        })
        .option('end-of-text', {
          type: 'string',
          requiresArg: true,
          describe:
            'the end-of-text token; where absent as tokenizer_config.json beside the file names it, else a usual one',
        }),
    handler: ({ file, text, endOfText }) => {
      terminal.print(formatTokens(loadTokenizer(file, { endOfText }), text));
    },
  });
}
