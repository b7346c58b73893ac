import { type ExportFormat, exportData, exportFormats } from '@lethe/data';
import { type Command, defineCommand, type Terminal } from '../commands/command.js';

interface Options {
  data: string;
  format: ExportFormat;
  out: string;
}

/** `lethe data export`: the rows of a finished data stage in the format of another trainer. */
export function exportCommand(terminal: Terminal): Command {
  return defineCommand<Options>({
    name: 'export',
    command: 'export',
    describe: 'write the rows in the order of training, injections in place, for another trainer',
    builder: (yargs) =>
      yargs
        .option('data', {
          type: 'string',
          demandOption: true,
          requiresArg: true,
          describe: 'directory of a finished data stage',
        })
        .option('format', {
          choices: exportFormats,
          demandOption: true,
          requiresArg: true,
          describe:
            'olmo: memory map and global_indices; megatron: bin and idx, for GPT-NeoX too; hf-arrow: for datasets.load_from_disk; parquet: input_ids; nanogpt, llmc: uint16 bin; injections: JSON, step to lists of token ids',
        })
        .option('out', {
          type: 'string',
          demandOption: true,
          requiresArg: true,
          describe: 'directory to write; it must not exist',
        }),
    handler: async ({ data, format, out }) => {
      terminal.print(await exportData({ data, format, out }, terminal));
    },
  });
}
