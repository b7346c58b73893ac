import {
  type MalformedPolicy,
  malformedPolicies,
  type PopQaFormat,
  popQaFormats,
  writePopQa,
} from '@lethe/data';
import type { Argv } from 'yargs';
import { type Command, defineCommand, type Terminal } from '../commands/command.js';
import { describeSkipped } from './read-command.js';

interface Options {
  input: string;
  out: string;
  format?: PopQaFormat;
  onMalformed: MalformedPolicy;
  ambiguous: 'drop' | 'keep';
  templates: number;
  wordings?: number;
  trainFraction: number;
  scenario: string;
  copies: number;
  even: boolean;
  seed: number;
  tokenizer?: string;
}

/** `lethe data popqa`: PopQA as facts, probes and texts that an experiment takes. */
export function popQaCommand(terminal: Terminal): Command {
  return defineCommand<Options>({
    name: 'popqa',
    command: 'popqa <input>',
    describe: 'turn PopQA into facts, probes of depth qa, and texts that state the facts',
    builder: (yargs) =>
      yargs
        .positional('input', {
          type: 'string',
          demandOption: true,
          describe: 'file of PopQA: TSV, JSON list or JSONL, plain, gzip or zstd',
        })
        .option('out', {
          type: 'string',
          demandOption: true,
          requiresArg: true,
          describe: 'directory to make, absent or empty: facts, probes, corpus, tokenizer.json',
        })
        .option('format', {
          choices: popQaFormats,
          requiresArg: true,
          describe: 'told by the name of the file where absent',
        })
        .option('on-malformed', {
          choices: malformedPolicies,
          default: 'refuse' as MalformedPolicy,
          requiresArg: true,
          describe: 'stop at the first malformed row, or skip and count such rows',
        })
        .option('ambiguous', {
          choices: ['drop', 'keep'] as const,
          default: 'drop' as const,
          requiresArg: true,
          describe: 'pairs of subject and relation that are asked with several answers',
        })
        .option('templates', {
          type: 'number',
          default: 8,
          requiresArg: true,
          describe: 'templates of a relation in use, |R| of arXiv 2508.00901, 1 to 8',
        })
        .option('wordings', {
          type: 'number',
          requiresArg: true,
          describe: 'wordings of a fact, K of the templates, drawn for each fact; all where absent',
        })
        .option('train-fraction', {
          type: 'number',
          default: 0,
          requiresArg: true,
          describe: 'share of the subjects whose probes are for training, 0 to 1',
        })
        .option('scenario', {
          type: 'string',
          default: 'background',
          requiresArg: true,
          describe: 'scenario of all facts; background: told by the texts, probed and not injected',
        })
        .option('copies', {
          type: 'number',
          default: 1,
          requiresArg: true,
          describe: 'texts for every wording of a fact of average popularity',
        })
        .option('even', {
          type: 'boolean',
          default: false,
          describe: 'tell all facts equally often, whatever the page views of their subjects',
        })
        .option('seed', {
          type: 'number',
          default: 1,
          requiresArg: true,
          describe: 'seed of wordings, split and order of the texts',
        })
        .option('tokenizer', {
          type: 'string',
          requiresArg: true,
          describe: 'tokenizer.json for the tokens of probes; bytes where absent',
        }) as unknown as Argv<Options>,
    handler: async (options) => {
      const { input: path, out, format, onMalformed, copies, even, tokenizer } = options;
      const { ambiguous, templates, wordings, trainFraction, scenario, seed } = options;
      const facts = { ambiguous, templates, trainFraction, scenario, seed };
      const written = await writePopQa(
        {
          ...{ path, out, copies, even, tokenizer },
          reading: { format, onMalformed },
          facts: wordings === undefined ? facts : { ...facts, wordings },
        },
        terminal,
      );
      const number = (value: number): string => value.toLocaleString('en-US');
      for (const line of describeSkipped({ documents: written.facts, skipped: written.skipped })) {
        terminal.print(line);
      }
      const { facts: made, probes, texts } = written;
      terminal.print(`${number(made)} facts, ${number(probes)} probes, ${number(texts)} texts in ${out}`);
    },
  });
}
