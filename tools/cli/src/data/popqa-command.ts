import { popQaFormats, writePopQa } from '@lethe/data';
import { popQaKeys } from '@lethe/data/declaration';
import * as z from 'zod';
import { type Command, defineCommand, type Terminal } from '../commands/command.js';
import { describeSkipped, onMalformed } from './corpus-input.js';

/** `lethe data popqa`: PopQA as facts, probes and texts that an experiment takes. */
export const popQaCommand = (terminal: Terminal): Command =>
  defineCommand(terminal, {
    command: 'popqa <input>',
    description: 'turn PopQA into facts, probes of depth qa, and texts that state the facts',
    options: {
      input: z.string().describe('file of PopQA: TSV, JSON list or JSONL, plain, gzip or zstd'),
      out: z.string().describe('directory to make, absent or empty: facts, probes, corpus, tokenizer.json'),
      format: z.enum(popQaFormats).optional().describe('by default the file name decides'),
      onMalformed,
      ...popQaKeys,
      scenario: z
        .string()
        .default('background')
        .describe('scenario of all facts; background: told by the texts, probed and not injected'),
      copies: z
        .number()
        .positive()
        .default(1)
        .describe('texts for every wording of a fact of average popularity'),
      even: z
        .boolean()
        .default(false)
        .describe('tell all facts equally often, whatever the page views of their subjects'),
      seed: z.int().nonnegative().default(1).describe('seed of wordings, split and order of the texts'),
      tokenizer: z.string().optional().describe('tokenizer.json for the tokens of probes; bytes by default'),
    },
    run: async ({ input: path, format, onMalformed: policy, ...options }, { print }) => {
      const { out, copies, even, tokenizer, wordings, ...facts } = options;
      const written = await writePopQa(
        {
          ...{ path, out, copies, even, tokenizer },
          reading: { format, onMalformed: policy },
          facts: wordings === undefined ? facts : { ...facts, wordings },
        },
        terminal,
      );
      const number = (value: number): string => value.toLocaleString('en-US');
      for (const line of describeSkipped(written)) print(line);
      const { facts: made, probes, texts } = written;
      print(`${number(made)} facts, ${number(probes)} probes, ${number(texts)} texts in ${out}`);
    },
  });
