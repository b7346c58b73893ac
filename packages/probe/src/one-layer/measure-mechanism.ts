import { LetheError } from '@lethe/contracts';
import type { ModelConfig, Weights } from '@lethe/model';
import type { Probe } from '../span/read-probes.js';
import { answerGradient } from './answer-gradient.js';
import { attentionMass } from './attention-mass.js';
import { viewOneLayer } from './one-layer-view.js';
import { cosine, directionChange, meanDirection, tokenDirection } from './token-directions.js';
import { topSingular } from './top-singular.js';

/** What a one-layer model does with the tokens of a symbolic world (arXiv 2508.00901). */
export interface Mechanism {
  /** Mean attention of the last position to subject, relation and format tokens, against noise; 0 to 1. */
  attentionMass: { memorization: number; qa: number };
  /** The share of such tokens in the prompts: what uniform attention gives. */
  uniformMass: { memorization: number; qa: number };
  /** Cosine of the format token's direction and the mean direction of relation tokens; null without an MLP. */
  formatCosine: number | null;
  /** The same of what training added to the format token since `before`; null without it. */
  formatChangeCosine: number | null;
  /** Mean cosine of the mean relation direction and the single relation tokens, to compare with; null without an MLP. */
  relationCosine: number | null;
  /**
   * Of the gradient of W_1 on the questions for training: the share of its energy in one singular direction, and the
   * cosine of the left vector with e_p, without sign; null without an MLP or without such questions.
   */
  gradient: { energy: number; leftCosine: number } | null;
}

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
 * Measures attention, directions and gradient of a one-layer model. Relation tokens are the last ones of memorization
 * prompts, the format token is the last one of qa prompts.
 * @throws LetheError for another architecture, or when there are no memorization and qa probes
 */
export function measureMechanism({ config, weights, before, probes, subjects }: MechanismInput): Mechanism {
  const prompts = (depth: string): (readonly number[])[] =>
    probes.filter((probe) => probe.depth === depth).map(({ promptTokens }) => promptTokens);
  const told = prompts('memorization');
  const asked = prompts('qa');
  if (told.length === 0 || asked.length === 0) {
    throw new LetheError({
      what: 'the probes are not those of a symbolic world',
      expected: 'probes of depth memorization and qa',
      found: [...new Set(probes.map(({ depth }) => depth))].join(', ') || 'none',
    });
  }
  const relations = [...new Set(told.map((prompt) => prompt.at(-1)!))];
  const formats = new Set(asked.map((prompt) => prompt.at(-1)!));
  const informative = new Set([...subjects, ...relations, ...formats]);
  const isInformative = (token: number): boolean => informative.has(token);
  const mass = (rows: readonly (readonly number[])[]): number =>
    mean(attentionMass(config, weights, rows, isInformative));
  const uniform = (rows: readonly (readonly number[])[]): number =>
    mean(rows.map((row) => row.filter(isInformative).length / row.length));
  const hasMlp = 'embeddings' in config && config.mlpWidth > 0;
  return {
    attentionMass: { memorization: mass(told), qa: mass(asked) },
    uniformMass: { memorization: uniform(told), qa: uniform(asked) },
    ...(hasMlp
      ? measureDirections({ config, weights, before }, relations, [...formats][0]!)
      : { formatCosine: null, formatChangeCosine: null, relationCosine: null }),
    gradient: hasMlp ? measureGradient(config, weights, probes) : null,
  };
}

function measureDirections(
  { config, weights, before }: Pick<MechanismInput, 'config' | 'weights' | 'before'>,
  relations: readonly number[],
  format: number,
): Pick<Mechanism, 'formatCosine' | 'formatChangeCosine' | 'relationCosine'> {
  const direction = meanDirection(config, weights, relations);
  return {
    formatCosine: cosine(tokenDirection(config, weights, format), direction),
    formatChangeCosine: before
      ? cosine(
          directionChange(config, { before, after: weights }, format),
          meanDirection(config, before, relations),
        )
      : null,
    relationCosine: mean(relations.map((token) => cosine(tokenDirection(config, weights, token), direction))),
  };
}

function measureGradient(
  config: ModelConfig,
  weights: Weights,
  probes: readonly Probe[],
): Mechanism['gradient'] {
  const questions = probes
    .filter(({ depth, split }) => depth === 'qa' && split === 'train')
    .map(({ promptTokens, targetTokens }) => ({ prompt: promptTokens, answer: targetTokens[0]! }));
  if (questions.length === 0) return null;
  const { energy, left } = topSingular(answerGradient(config, weights, questions));
  const format = viewOneLayer(config, weights).embedding(questions[0]!.prompt.at(-1)!);
  return { energy, leftCosine: Math.abs(cosine(left, format)) };
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}
