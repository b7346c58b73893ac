import { type WorldRequest, writeWorld } from '@lethe/data';
import { biographyKeys, symbolicKeys } from '@lethe/data/declaration';
import * as z from 'zod';
import { type Command, defineCommand, type Terminal } from '../commands/command.js';
import { describeKinds, givenOptions, type Kind, optionsOfKinds } from '../commands/kind-options.js';

const kinds = {
  passages: { description: 'fictional, with nine other wordings', options: {} },
  biographies: { description: 'after bioS of arXiv 2309.14316', options: biographyKeys },
  symbolic: {
    description: '(subject, template, answer) of arXiv 2508.00901',
    options: {
      ...symbolicKeys,
      fineTuned: symbolicKeys.fineTuned
        .unwrap()
        .optional()
        .describe('subjects whose questions are for training, an eighth by default'),
    },
  },
} satisfies Record<string, Kind>;
type KindName = keyof typeof kinds;

/** `lethe data world`: facts, probes and texts of an invented world. */
export const worldCommand = (terminal: Terminal): Command =>
  defineCommand(terminal, {
    command: 'world',
    description: 'invent a world of facts: its facts, probes and texts',
    options: {
      kind: z.enum(Object.keys(kinds) as KindName[]).describe(describeKinds(kinds)),
      out: z.string().describe('directory to write; absent or empty'),
      count: z.number().describe('facts, persons or subjects'),
      seed: z.int().nonnegative().default(1).describe('seed of the world'),
      copies: z
        .number()
        .positive()
        .default(1)
        .describe('documents for every wording of a fact of average popularity'),
      scenario: z.string().default('background').describe('scenario of all facts'),
      tokenizer: z
        .string()
        .optional()
        .describe(
          "tokenizer.json for the tokens of probes; by default the symbolic world's words, else bytes",
        ),
      ...optionsOfKinds(kinds),
    },
    run: async ({ kind, out, count, seed, copies, scenario, tokenizer, ...given }, { print }) => {
      const world = request(kind, count, seed, givenOptions(kinds, 'kind', kind, given));
      const rest = tokenizer === undefined ? {} : { tokenizer };
      print(await writeWorld({ world, out, copies, scenario, ...rest }, terminal));
    },
  });

function request(kind: KindName, count: number, seed: number, own: Record<string, unknown>): WorldRequest {
  switch (kind) {
    case 'passages':
      return { kind, facts: count, seed };
    case 'biographies':
      return { kind, persons: count, seed, ...own };
    case 'symbolic':
      return { kind, subjects: count, seed, fineTuned: Math.floor(count / 8), ...own };
  }
}
