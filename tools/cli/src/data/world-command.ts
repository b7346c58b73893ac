import { LetheError } from '@lethe/contracts';
import { type WorldRequest, writeWorld } from '@lethe/data';
import type { Options as YargsOption } from 'yargs';
import { type Command, defineCommand, type Terminal } from '../commands/command.js';

const kinds = ['passages', 'biographies', 'symbolic'] as const;
type Kind = (typeof kinds)[number];

/** Options of some kinds of worlds only, so that one which has no effect is refused. */
const special: Record<string, YargsOption & { of: readonly Kind[] }> = {
  variant: {
    of: ['biographies'],
    type: 'string',
    describe:
      'single (default) or multiM, then perhaps +permute (or single+permuteP) and +fullname, such as multi5+permute',
  },
  celebrities: {
    of: ['biographies'],
    type: 'number',
    describe: 'so many persons, the most popular ones, have --celebrity-variant (default 0)',
  },
  'celebrity-variant': { of: ['biographies'], type: 'string', describe: 'default multi5+permute' },
  'train-on': {
    of: ['biographies'],
    choices: ['all', 'celebrities'],
    describe: 'whose questions may be for training (default all)',
  },
  'train-fraction': {
    of: ['biographies'],
    type: 'number',
    describe: 'share of those persons whose questions are for training (default 0.5)',
  },
  templates: { of: ['symbolic'], type: 'number', describe: 'relation templates |R| (default 64)' },
  multiplicity: { of: ['symbolic'], type: 'number', describe: 'templates K of each fact (default 4)' },
  answers: {
    of: ['symbolic'],
    type: 'number',
    describe: 'answers; unique by default, fewer than subjects are shared evenly',
  },
  'format-tokens': {
    of: ['symbolic'],
    type: 'number',
    describe: 'tokens of the question-answer format (default 1)',
  },
  'noise-per-row': { of: ['symbolic'], type: 'number', describe: 'noise tokens in a row (default 0)' },
  'noise-tokens': {
    of: ['symbolic'],
    type: 'number',
    describe: 'noise tokens in the vocabulary (default subjects + templates, where rows have noise)',
  },
  'fine-tuned': {
    of: ['symbolic'],
    type: 'number',
    describe: 'subjects whose questions are for training (default an eighth)',
  },
  'zipf-exponent': {
    of: ['biographies', 'symbolic'],
    type: 'number',
    describe: "exponent of Zipf's law of popularity (default 0: all equal)",
  },
};

interface Options extends Record<string, unknown> {
  kind: Kind;
  out: string;
  count: number;
  seed: number;
  copies: number;
  scenario: string;
  tokenizer?: string;
}

/** `lethe data world`: facts, probes and texts of an invented world. */
export function worldCommand(terminal: Terminal): Command {
  return defineCommand<Options>({
    name: 'world',
    command: 'world',
    describe: 'invent a world of facts: its facts, probes and texts',
    builder: (yargs) => {
      const common = yargs
        .option('kind', {
          choices: kinds,
          demandOption: true,
          requiresArg: true,
          describe:
            'passages: fictional, with nine other wordings; biographies: after bioS of arXiv 2309.14316; symbolic: (subject, template, answer) of arXiv 2508.00901',
        })
        .option('out', {
          type: 'string',
          demandOption: true,
          requiresArg: true,
          describe: 'directory to write; absent or empty',
        })
        .option('count', {
          type: 'number',
          demandOption: true,
          requiresArg: true,
          describe: 'facts, persons or subjects',
        })
        .option('seed', { type: 'number', default: 1, requiresArg: true, describe: 'seed of the world' })
        .option('copies', {
          type: 'number',
          default: 1,
          requiresArg: true,
          describe: 'documents for every wording of a fact of average popularity',
        })
        .option('scenario', {
          type: 'string',
          default: 'background',
          requiresArg: true,
          describe: 'scenario of all facts',
        })
        .option('tokenizer', {
          type: 'string',
          requiresArg: true,
          describe:
            "tokenizer.json for the tokens of probes; where absent the symbolic world's own words, else bytes",
        });
      for (const [name, { of, ...option }] of Object.entries(special)) {
        common.option(name, { ...option, requiresArg: true, group: `Options of ${of.join(' and ')}:` });
      }
      return common;
    },
    handler: async (options) => {
      const { out, copies, scenario, tokenizer } = options;
      const request = { world: requestOf(options), out, copies, scenario };
      terminal.print(
        await writeWorld({ ...request, ...(tokenizer === undefined ? {} : { tokenizer }) }, terminal),
      );
    },
  });
}

function requestOf({ kind, count, seed, ...options }: Options): WorldRequest {
  const given: Record<string, unknown> = {};
  for (const [name, { of }] of Object.entries(special)) {
    if (options[name] === undefined) continue;
    if (!of.includes(kind)) throw unfit(name, kind, of);
    given[name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())] = options[name];
  }
  switch (kind) {
    case 'passages':
      return { kind, facts: count, seed };
    case 'biographies':
      return { kind, persons: count, seed, ...given };
    case 'symbolic':
      return { kind, subjects: count, seed, fineTuned: Math.floor(count / 8), ...given };
  }
}

function unfit(name: string, kind: Kind, of: readonly Kind[]): LetheError {
  return new LetheError({
    what: `a world of kind ${kind} has no such option`,
    where: `--${name}`,
    expected: `--kind ${of.join(' or ')}`,
    found: `--kind ${kind}`,
    next: `leave out --${name}, or choose another kind`,
  });
}
