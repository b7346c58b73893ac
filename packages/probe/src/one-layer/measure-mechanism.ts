import { LetheError, type RowOf } from '@lethe/contracts';
import type { ModelConfig, Weights } from '@lethe/model';
import type { Probe } from '../span/read-probes.js';
import type { mechanism } from '../tables.js';
import { answerGradient } from './answer-gradient.js';
import { attentionMass } from './attention-mass.js';
import { clusteredMean } from './clustered-mean.js';
import { viewOneLayer } from './one-layer-view.js';
import { cosine, directionChange, meanDirection, tokenDirection } from './token-directions.js';
import { topSingular } from './top-singular.js';

/** What a one-layer model does with the tokens of a symbolic world: a row of the table mechanism without its checkpoint. */
export type Mechanism = Omit<RowOf<typeof mechanism>, 'step' | 'before'>;

export interface MechanismInput {
  config: ModelConfig;
  weights: Weights;
  /** The same model before fine-tuning. */
  before?: Weights | undefined;
  probes: readonly Probe[];
  /** Token ids of subjects. */
  subjects: ReadonlySet<number>;
}

/**
 * Measures attention, directions and gradient of a one-layer model (arXiv 2508.00901). Relation tokens are the last ones
 * of memorization prompts, the format token is the last one of qa prompts.
 * @throws LetheError for another architecture, or when there are no memorization and qa probes
 */
export function measureMechanism({ config, weights, before, probes, subjects }: MechanismInput): Mechanism {
  const of = (depth: string): Probe[] => probes.filter((probe) => probe.depth === depth);
  const [told, asked] = [of('memorization'), of('qa')];
  if (told.length === 0 || asked.length === 0) {
    throw new LetheError({
      what: 'the probes are not those of a symbolic world',
      expected: 'probes of depth memorization and qa',
      found: [...new Set(probes.map(({ depth }) => depth))].join(', ') || 'none',
    });
  }
  const lastTokens = (some: readonly Probe[]): number[] => [
    ...new Set(some.map(({ promptTokens }) => promptTokens.at(-1)!)),
  ];
  const [relations, formats] = [lastTokens(told), lastTokens(asked)];
  const informative = new Set([...subjects, ...relations, ...formats]);
  const measureMass = (some: readonly Probe[]) => {
    const prompts = some.map(({ promptTokens }) => promptTokens);
    const facts = some.map(({ factId }) => factId);
    const isInformative = (token: number): boolean => informative.has(token);
    return {
      attention: clusteredMean(attentionMass(config, weights, prompts, isInformative), facts),
      uniform: mean(prompts.map((prompt) => prompt.filter(isInformative).length / prompt.length)),
    };
  };
  const [memorization, qa] = [measureMass(told), measureMass(asked)];
  const hasMlp = 'embeddings' in config && config.mlpWidth > 0;
  const questions = asked.filter(({ split }) => split === 'train');
  return {
    facts: new Set([...told, ...asked].map(({ factId }) => factId)).size,
    relations: relations.length,
    questions: questions.length,
    attention_mass_memorization: memorization.attention.mean,
    attention_mass_memorization_error: memorization.attention.error,
    uniform_mass_memorization: memorization.uniform,
    attention_mass_qa: qa.attention.mean,
    attention_mass_qa_error: qa.attention.error,
    uniform_mass_qa: qa.uniform,
    ...(hasMlp
      ? measureDirections({ config, weights, before }, relations, formats[0]!)
      : { format_cosine: null, format_change_cosine: null, relation_cosine: null }),
    ...(hasMlp && questions.length > 0
      ? measureGradient(config, weights, questions)
      : { gradient_energy: null, gradient_left_cosine: null }),
  };
}

function measureDirections(
  { config, weights, before }: Pick<MechanismInput, 'config' | 'weights' | 'before'>,
  relations: readonly number[],
  format: number,
): Pick<Mechanism, 'format_cosine' | 'format_change_cosine' | 'relation_cosine'> {
  const direction = meanDirection(config, weights, relations);
  return {
    format_cosine: cosine(tokenDirection(config, weights, format), direction),
    format_change_cosine: before
      ? cosine(
          directionChange(config, { before, after: weights }, format),
          meanDirection(config, before, relations),
        )
      : null,
    relation_cosine: mean(
      relations.map((token) => cosine(tokenDirection(config, weights, token), direction)),
    ),
  };
}

function measureGradient(
  config: ModelConfig,
  weights: Weights,
  probes: readonly Probe[],
): Pick<Mechanism, 'gradient_energy' | 'gradient_left_cosine'> {
  const questions = probes.map(({ promptTokens, targetTokens }) => ({
    prompt: promptTokens,
    answer: targetTokens[0]!,
  }));
  const { energy, left } = topSingular(answerGradient(config, weights, questions));
  const format = viewOneLayer(config, weights).embedding(questions[0]!.prompt.at(-1)!);
  return { gradient_energy: energy, gradient_left_cosine: Math.abs(cosine(left, format)) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
