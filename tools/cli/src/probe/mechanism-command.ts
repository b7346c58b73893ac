import { join } from 'node:path';
import { facts, readRows } from '@lethe/contracts';
import { type Command, defineCommand, type Terminal } from '../commands/command.js';

interface Options {
  data: string;
  model: string;
  before?: string;
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
        }),
    handler: async ({ data, model, before }) => {
      const { measureMechanism, openTokenizerFile, readProbes } = await import('@lethe/probe');
      const { loadCheckpoint } = await import('@lethe/model');
      const tokenizer = openTokenizerFile(join(data, 'tokenizer.json'), 'name a directory of `lethe data`');
      const subjects = (await readRows(data, facts)).flatMap(({ subject }) =>
        tokenizer.encode(subject ?? ''),
      );
      const mechanism = measureMechanism({
        ...loadCheckpoint(model),
        before: before === undefined ? undefined : loadCheckpoint(before).weights,
        probes: await readProbes(data),
        subjects: new Set(subjects),
      });
      print(JSON.stringify(mechanism, null, 2));
    },
  });
}
