import { mechanism } from '@lethe/probe/declaration';
import { type Command, defineCommand, type Terminal } from '../commands/command.js';
import { checkOut, outOption, writeRows } from './write-rows.js';

interface Options {
  data: string;
  model: string;
  before?: string;
  out?: string;
}

/** `lethe probe mechanism`: attention, directions and gradient of a one-layer model. */
export function mechanismCommand({ print }: Terminal): Command {
  return defineCommand<Options>({
    name: 'mechanism',
    command: 'mechanism <data>',
    describe: 'attention mass, direction cosines and gradient rank of a one-layer model in a symbolic world',
    builder: (yargs) =>
      yargs
        .positional('data', {
          type: 'string',
          demandOption: true,
          describe: 'directory with the tables facts and probes of a symbolic world, and tokenizer.json',
        })
        .option('model', {
          type: 'string',
          demandOption: true,
          requiresArg: true,
          describe: 'directory of the model',
        })
        .option('before', {
          type: 'string',
          requiresArg: true,
          describe: 'directory of the same model before fine-tuning',
        })
        .option('out', outOption),
    handler: async ({ data, model, before, out }) => {
      checkOut(out);
      const { probeMechanism, readSymbolicWorld } = await import('@lethe/probe');
      const world = await readSymbolicWorld(data);
      const compared = before === undefined ? undefined : { directory: before, name: before };
      writeRows(mechanism, [probeMechanism(world, model, compared)], { out, print });
    },
  });
}
