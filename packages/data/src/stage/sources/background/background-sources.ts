import * as z from 'zod';
import { type Declared, declaredUnion } from '../../../registry/declared-union.js';
import { multiplicityConditions, multiplicityKeys } from '../../multiplicity/multiplicity-options.js';
import type { BackgroundSource } from './background-source.js';
import { corpusBackground } from './corpus-background.js';
import { generatedBackground } from './generated-background.js';
import { inMixture, singleOrMixture } from './mixture.js';
import { questionBackground } from './question-background.js';
import { textBackground } from './text-background.js';
import { worldBackground } from './world-background.js';

const questionShare = z
  .number()
  .min(0)
  .lt(1)
  .optional()
  .describe(
    'share of the documents that are questions for training, with loss on their answers alone, mixed with the others (0.8 in arXiv 2309.14316); none by default',
  );

/** A source whose documents can be multiplied and deduplicated, and questions mixed among them. */
const mixable = <Name extends string, Shape extends z.ZodRawShape>(
  source: BackgroundSource<Name, Shape>,
) => ({
  ...source,
  options: { ...source.options, ...multiplicityKeys, questionShare },
  conditions: [...(source.conditions ?? []), ...multiplicityConditions],
});

/** Every source of background. A new one is a file that calls `defineBackgroundSource`, and a line here. */
const backgroundSources = [
  mixable(generatedBackground),
  mixable(worldBackground),
  questionBackground,
  mixable(textBackground),
  mixable(corpusBackground),
] as const;

/** The texts among which facts are injected: those of one source, or of several with their shares. */
export const backgroundSpec = singleOrMixture(
  declaredUnion('source', backgroundSources),
  declaredUnion('source', inMixture(backgroundSources)),
);

const heldOut = {
  name: 'held-out',
  description: 'documents of the background, which training then does not see',
  options: {
    oneIn: z
      .int()
      .min(2)
      .describe(
        'hold out one of every this many documents, in the order of the background, drawn by data.seed',
      ),
  },
} as const satisfies Declared;

/** Text that training never sees, on which its loss is measured meanwhile. */
export const evaluationSpec = declaredUnion('source', [heldOut, textBackground, corpusBackground]);

export type BackgroundSpec = z.infer<typeof backgroundSpec>;

/** A single source of background. */
export type SingleBackground = Exclude<BackgroundSpec, readonly unknown[]>;

/** A text for evaluation that is not part of the background. */
export type EvaluationText = Exclude<z.infer<typeof evaluationSpec>, { source: 'held-out' }>;

/** The source that the options name. */
export function backgroundSourceOf({ source }: SingleBackground | EvaluationText): BackgroundSource {
  return backgroundSources.find(({ name }) => name === source) as unknown as BackgroundSource;
}
