import * as z from 'zod';
import { defineMethod } from '../method/method-kind.js';
import { normalize } from '../method/normalize-option.js';
import { lineDedup } from './line-dedup.js';
import type { TextUnitKind } from './text-units.js';

const unitMethod = <const Unit extends TextUnitKind>(unit: Unit, description: string) =>
  defineMethod({
    name: unit,
    description,
    options: {
      normalize,
      minLength: z.int().min(1).default(20).describe('shortest length that is compared, in characters'),
    },
    choose({ normalize: normalization, minLength }) {
      const settings = { unit, normalization, minLength };
      return {
        method: (corpus, against, _, context) => lineDedup(corpus, against, settings, context),
        settings,
        notes: [],
      };
    },
  });

export const lineMethod = unitMethod('line', 'lines that occur more than once');
export const paragraphMethod = unitMethod(
  'paragraph',
  'paragraphs, between blank lines, that occur more than once',
);
