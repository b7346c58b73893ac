import { join } from 'node:path';
import { facts, LetheError, type mechanism, type RowOf, readRows } from '@lethe/contracts';
import { loadCheckpoint, type ModelConfig, type Weights } from '@lethe/model';
import { stepOfDirectory } from '../checkpoints/find-checkpoints.js';
import { openTokenizerFile } from '../generate/open-tokenizer.js';
import { type Probe, readProbes } from '../span/read-probes.js';
import { answerGradient, topSingular } from './answer-gradient.js';
import {
  attentionMass,
  cosine,
  directionChange,
  meanDirection,
  tokenDirection,
  viewOneLayer,
} from './one-layer-view.js';

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

/** The probes and subjects of a symbolic world. */
export interface SymbolicWorld {
  probes: readonly Probe[];
  /** Token ids of subjects. */
  subjects: ReadonlySet<number>;
}

/** Reads probes and subjects of a data directory. @throws LetheError without a usable tokenizer.json */
export async function readSymbolicWorld(
  data: string,
  probes?: readonly Probe[] | undefined,
): Promise<SymbolicWorld> {
  const tokenizer = openTokenizerFile(join(data, 'tokenizer.json'), 'name a directory of `lethe data`');
  const subjects = (await readRows(data, facts)).flatMap(({ subject }) => tokenizer.encode(subject ?? ''));
  return { probes: probes ?? (await readProbes(data)), subjects: new Set(subjects) };
}

/**
 * Measures a one-layer model, from its directory: see `measureMechanism`.
 * @param before directory of the same model before fine-tuning, and what the table calls it
 * @returns a row of the table mechanism
 */
export function probeMechanism(
  world: SymbolicWorld,
  model: string,
  before?: { directory: string; name: string } | undefined,
): RowOf<typeof mechanism> {
  const measured = measureMechanism({
    ...loadCheckpoint(model),
    before: before && loadCheckpoint(before.directory).weights,
    ...world,
  });
  return { step: stepOfDirectory(model), before: before?.name ?? null, ...measured };
}

/** A mean over observations that come in clusters. */
interface ClusteredMean {
  mean: number;
  /** Its standard error with clusters as the unit of sampling; null for a single cluster. */
  error: number | null;
  clusters: number;
}

/**
 * The mean of all values, and its cluster-robust standard error: prompts of one fact are no independent observations.
 * With residual sums e_g of G clusters and n values, the error is sqrt(G / (G - 1) sum_g e_g^2) / n.
 * @param clusters the cluster of each value
 */
export function clusteredMean(values: ArrayLike<number>, clusters: readonly string[]): ClusteredMean {
  const count = clusters.length;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[i]!;
  const mean = sum / count;
  const residuals = new Map<string, number>();
  clusters.forEach((cluster, i) => {
    residuals.set(cluster, (residuals.get(cluster) ?? 0) + values[i]! - mean);
  });
  const size = residuals.size;
  const squares = [...residuals.values()].reduce((total, residual) => total + residual * residual, 0);
  const error = size < 2 ? null : Math.sqrt((size / (size - 1)) * squares) / count;
  return { mean, error, clusters: size };
}
