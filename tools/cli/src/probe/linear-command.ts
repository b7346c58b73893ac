import { type LinearSpec, linearProbes, linearSpec } from '@lethe/probe/declaration';
import { backendOption } from '../commands/backend-option.js';
import { type Command, defineCommand, type Terminal } from '../commands/command.js';
import { numberOption } from '../commands/number-option.js';
import { parseOptions } from './parse-options.js';
import { checkOut, outOption, writeRows } from './write-rows.js';

interface Options {
  data: string;
  model: string;
  kind?: LinearSpec['kinds'];
  value?: LinearSpec['values'];
  rankP?: number;
  rankQ?: number;
  steps?: number;
  rate?: number;
  decay?: number;
  batch?: number;
  seed?: number;
  out?: string;
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
          choices: ['p', 'q'] as LinearSpec['kinds'],
          array: true,
          requiresArg: true,
          describe: 'p: just before each value in the text; q: at the end of the name alone (default both)',
        })
        .option('value', {
          choices: ['whole', 'first'] as LinearSpec['values'],
          array: true,
          requiresArg: true,
          describe: 'tell whole values apart, or their first tokens (default both)',
        })
        .option(
          'rank-p',
          numberOption('rank of a change of the embeddings under the heads of p; the paper has 2'),
        )
        .option('rank-q', numberOption('the same for q; the paper has 16. Heads alone where absent or 0'))
        .option('steps', numberOption('updates of each head (default 2000)'))
        .option('rate', numberOption('learning rate of AdamW (default 0.003)'))
        .option('decay', numberOption('weight decay (default 0.1)'))
        .option('batch', numberOption('facts per update (default 200; 50 for p with changed embeddings)'))
        .option('seed', numberOption('of batches and initial values (default 1)'))
        .option('out', outOption)
        .option('backend', backendOption),
    handler: async (options) => {
      const { data, model, kind, value, rankP, rankQ, steps, rate, decay, batch, seed, out, backend } =
        options;
      const rank = rankP === undefined && rankQ === undefined ? null : { p: rankP ?? 0, q: rankQ ?? 0 };
      const spec = parseOptions(linearSpec, {
        kinds: ['--kind', kind],
        values: ['--value', value],
        rank: ['--rank-p and --rank-q', rank],
        steps: ['--steps', steps],
        learningRate: ['--rate', rate],
        weightDecay: ['--decay', decay],
        batchSize: ['--batch', batch],
        seed: ['--seed', seed],
      });
      checkOut(out);
      const { probeAttributes } = await import('@lethe/probe');
      const rows = await probeAttributes({ data, model, spec, backend, log, signal });
      writeRows(linearProbes, rows, { out, print });
    },
  });
}
