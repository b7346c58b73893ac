import { formatBatch, readBatch } from '@lethe/data';
import { type Command, defineCommand, type Terminal } from '../commands/command.js';

interface Options {
  data: string;
  step: number;
  row?: number;
  tokens: boolean;
}

/** `lethe data batch`: what the model sees at a training step, as text. */
export function batchCommand(terminal: Terminal): Command {
  return defineCommand<Options>({
    name: 'batch',
    command: 'batch',
    describe: 'print what the model sees at a training step, injected texts marked',
    builder: (yargs) =>
      yargs
        .option('data', {
          type: 'string',
          demandOption: true,
          requiresArg: true,
          describe: 'directory of a finished data stage',
        })
        .option('step', {
          type: 'number',
          demandOption: true,
          requiresArg: true,
          describe: 'training step, from 0',
        })
        .option('row', {
          type: 'number',
          requiresArg: true,
          describe: 'one row of the batch, from 0; all where absent',
        })
        .option('tokens', {
          type: 'boolean',
          default: false,
          describe: 'list token ids too',
        }),
    handler: async ({ data, step, row, tokens }) => {
      terminal.print(formatBatch(await readBatch(data, step, row), { tokens }));
    },
  });
}
