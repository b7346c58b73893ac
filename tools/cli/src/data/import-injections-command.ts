import { importInjections } from '@lethe/data';
import { type Command, defineCommand, type Terminal } from '../commands/command.js';

interface Options {
  file: string;
  out: string;
}

/** `lethe data import-injections`: a published injection map as JSON. */
export function importInjectionsCommand(terminal: Terminal): Command {
  return defineCommand<Options>({
    name: 'import-injections',
    command: 'import-injections <file>',
    describe: 'turn an inject_indices_map pickle of arXiv 2406.11813 into JSON; nothing in it is executed',
    builder: (yargs) =>
      yargs
        .positional('file', {
          type: 'string',
          demandOption: true,
          describe: 'pickle of {step: [torch.LongTensor, ...]}, at most 256 MiB',
        })
        .option('out', {
          type: 'string',
          demandOption: true,
          requiresArg: true,
          describe: 'JSON file to write, {"step": [[token ids], ...]}; replaced where it exists',
        }),
    handler: async ({ file, out }) => {
      const { steps, texts, tokens } = await importInjections(file, out);
      terminal.print(`injections: ${texts} texts, ${tokens} tokens at ${steps} steps`);
    },
  });
}
