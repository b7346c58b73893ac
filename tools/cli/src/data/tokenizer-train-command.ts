import { END_OF_TEXT, type ReadSummary, saveTokenizer, trainTokenizer } from '@lethe/data';
import type { Argv } from 'yargs';
import { type Command, defineCommand, type Terminal } from '../commands/command.js';
import { type CorpusArguments, openCorpusOf, withCorpusOptions, withInputs } from './corpus-options.js';
import { describeSkipped } from './read-command.js';

interface Options extends CorpusArguments {
  input: string[];
  vocabSize: number;
  special: string[];
  out: string;
}

/** `lethe data tokenizer train`: a byte-level BPE of a corpus. */
export function tokenizerTrainCommand(terminal: Terminal): Command {
  return defineCommand<Options>({
    name: 'train',
    command: 'train <input..>',
    describe: 'train a byte-level BPE on a corpus; words are cut as GPT-2 does',
    builder: (yargs) =>
      withCorpusOptions(withInputs(yargs))
        .option('vocab-size', {
          type: 'number',
          demandOption: true,
          requiresArg: true,
          describe: 'tokens, the 256 bytes and the special ones included, up to 65536',
        })
        .option('special', {
          type: 'string',
          array: true,
          default: [],
          requiresArg: true,
          describe: `special tokens beside ${END_OF_TEXT}, which is always there; they take the last ids`,
        })
        .option('out', {
          type: 'string',
          demandOption: true,
          requiresArg: true,
          describe: 'tokenizer.json to write; replaced where it exists',
        }) as unknown as Argv<Options>,
    handler: async (options) => {
      const { vocabSize, out } = options;
      const special = [END_OF_TEXT, ...options.special];
      let summary: ReadSummary | undefined;
      const corpus = openCorpusOf(options.input, options, terminal, {
        onSummary: (seen) => {
          summary = seen;
        },
      });
      const bpe = await trainTokenizer(corpus, { vocabSize, special }, terminal);
      saveTokenizer(bpe, out);
      const size = bpe.tokens.length + special.length;
      const fewer =
        size < vocabSize ? `; no other pair occurs twice, so they are fewer than ${vocabSize}` : '';
      terminal.print(`${out}: ${size} tokens, ${bpe.merges.length} merges${fewer}`);
      if (summary) for (const line of describeSkipped(summary)) terminal.print(line);
    },
  });
}
