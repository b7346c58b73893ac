import type { Command, Terminal } from '../commands/command.js';
import { defineCommand } from '../commands/command.js';
import { tokenizerShowCommand } from './tokenizer-show-command.js';
import { tokenizerTrainCommand } from './tokenizer-train-command.js';

/** `lethe data tokenizer`: tokenizers by themselves. */
export function tokenizerCommand(terminal: Terminal): Command {
  return defineCommand({
    name: 'tokenizer',
    command: 'tokenizer',
    describe: 'train a tokenizer, or show how one cuts a text',
    builder: (yargs) =>
      yargs
        .command([tokenizerTrainCommand(terminal), tokenizerShowCommand(terminal)])
        .demandCommand(1, 'name what to do: train or show'),
    handler: () => {},
  });
}
