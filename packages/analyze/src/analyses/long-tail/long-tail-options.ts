import * as z from 'zod';
import { publishedLaw, traceLaws } from '../../laws/laws.js';

export const longTailOptions = {
  longTail: z
    .strictObject({
      decay: z
        .enum(traceLaws.map(({ name }) => name))
        .default(publishedLaw.name)
        .describe('law of the traces; under power laws nothing is ever lost entirely'),
      facts: z.int().min(2).max(1_000_000).default(100_000).describe('facts of the simulated world'),
      exponent: z
        .number()
        .nonnegative()
        .default(1)
        .describe('of Zipf: the fact of rank r occurs r^-exponent times as often'),
      perStep: z.number().positive().default(1).describe('texts of all facts together per step'),
      duplicates: z
        .strictObject({
          copies: z.int().positive().default(5).describe('encounters with each text, the first included'),
          spacing: z.int().positive().default(1).describe('steps from one copy to the next'),
          copyGain: z
            .number()
            .nonnegative()
            .default(1)
            .describe("gain of a further copy as a share of the first one's"),
        })
        .default({ copies: 5, spacing: 1, copyGain: 1 }),
      share: z
        .number()
        .min(0)
        .lt(1)
        .default(0.1)
        .describe('a fact accumulates if more than this share of a gain is left when its next text comes'),
      knownAt: z
        .number()
        .positive()
        .default(1)
        .describe('a fact is known if this many gains are left before its texts'),
    })
    .prefault({})
    .describe('what fitted traces predict for facts that are encountered more or less often'),
};

export type LongTailOptions = z.infer<z.ZodObject<typeof longTailOptions>>;
