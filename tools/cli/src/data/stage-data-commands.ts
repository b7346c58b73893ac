import { readUnchanged } from '@lethe/contracts';
import {
  type ExportFormat,
  exportData,
  exportFormats,
  formatBatch,
  importInjections,
  readBatch,
} from '@lethe/data';
import * as z from 'zod';
import { type Command, defineCommand, type Terminal } from '../commands/command.js';
import { describeKinds } from '../commands/kind-options.js';

const data = z.string().describe('directory of a finished data stage');

/** `lethe data batch`: what the model sees at a training step, as text. */
export const batchCommand = (terminal: Terminal): Command =>
  defineCommand(terminal, {
    command: 'batch',
    description: 'print what the model sees at a training step, injected texts marked',
    options: {
      data,
      step: z.number().describe('training step, from 0'),
      row: z.number().optional().describe('one row of the batch, from 0; all by default'),
      tokens: z.boolean().default(false).describe('list token ids too'),
    },
    run: async ({ data: directory, step, row, tokens }, { print }) => {
      // Known hashes are remembered: only the first look at a directory reads its files whole.
      await readUnchanged(directory);
      print(formatBatch(await readBatch(directory, step, row), { tokens }));
    },
  });

/** `lethe data export`: the rows of a finished data stage in the format of another trainer. */
export const exportCommand = (terminal: Terminal): Command =>
  defineCommand(terminal, {
    command: 'export',
    description: 'write the rows in the order of training, injections in place, for another trainer',
    options: {
      data,
      format: z.enum(Object.keys(exportFormats) as ExportFormat[]).describe(describeKinds(exportFormats)),
      out: z.string().describe('directory to write; it must not exist'),
    },
    run: async (options, { print }) => print(await exportData(options, terminal)),
  });

/** `lethe data import-injections`: a published injection map as JSON. */
export const importInjectionsCommand = (terminal: Terminal): Command =>
  defineCommand(terminal, {
    command: 'import-injections <file>',
    description: 'turn an inject_indices_map pickle of arXiv 2406.11813 into JSON; nothing in it is executed',
    options: {
      file: z.string().describe('pickle of {step: [torch.LongTensor, ...]}, at most 256 MiB'),
      out: z.string().describe('JSON file to write, {"step": [[token ids], ...]}; replaced if it exists'),
    },
    run: async ({ file, out }, { print }) => {
      const { steps, texts, tokens } = await importInjections(file, out);
      print(`injections: ${texts} texts, ${tokens} tokens at ${steps} steps`);
    },
  });
