import { backendOption } from '../commands/backend-option.js';
import { type Command, defineCommand, type Terminal } from '../commands/command.js';

interface Options {
  data: string;
  model: string;
  kind: ('p' | 'q')[];
  steps: number;
  rate: number;
  seed: number;
  backend?: string;
}

/** `lethe probe linear`: P- and Q-probing of attributes. */
export function linearCommand({ log, print, signal }: Terminal): Command {
  return defineCommand<Options>({
    name: 'linear',
    command: 'linear <data>',
    describe: 'how well linear heads read attributes from frozen states: P- and Q-probing',
    builder: (yargs) =>
      yargs
        .positional('data', {
          type: 'string',
          demandOption: true,
          describe: 'directory with the tables facts and probes, and tokenizer.json',
        })
        .option('model', {
          type: 'string',
          demandOption: true,
          requiresArg: true,
          describe: 'directory with config.json and safetensors',
        })
        .option('kind', {
          choices: ['p', 'q'] as ('p' | 'q')[],
          array: true,
          default: ['p', 'q'] as ('p' | 'q')[],
          describe: 'p: just before each value in the text; q: at the end of the name alone',
        })
        .option('steps', {
          type: 'number',
          default: 2000,
          requiresArg: true,
          describe: 'updates of each head',
        })
        .option('rate', {
          type: 'number',
          default: 0.003,
          requiresArg: true,
          describe: 'learning rate of AdamW',
        })
        .option('seed', { type: 'number', default: 1, requiresArg: true, describe: 'seed of the batches' })
        .option('backend', backendOption),
    handler: async ({ data, model, kind, steps, rate, seed, backend }) => {
      const { probeAttributes } = await import('@lethe/probe');
      const options = { data, model, kinds: kind, steps, learningRate: rate, seed, backend, log, signal };
      for (const row of await probeAttributes(options)) print(JSON.stringify(row));
    },
  });
}
