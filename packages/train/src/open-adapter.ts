import {
  checkMergeable,
  initLora,
  initRankOne,
  type LazyWeights,
  type LoraConfig,
  loraTargets,
  type ModelConfig,
  rankOneLora,
  tokenDirection,
  type Weights,
} from '@lethe/model';
import { readTokenId } from './data/vocabulary-size.js';
import type { TrainSpec } from './train-options.js';

/** What is trained in place of a model's own parameters. */
export interface Adapter {
  lora: LoraConfig;
  /** Initial weights of A and B, with which the model is as it was. */
  weights: Weights;
  /** Names of those that are trained: of a change of rank one B alone. */
  trained: string[];
}

/**
 * The adapter that `train.lora` or `train.rankOne` asks for; undefined where the model itself is trained.
 * @param data directory of the data stage, whose tokenizer.json knows the token of a direction
 * @throws LetheError when a target is no matrix that can be adapted so, or the tokenizer has no such token
 */
export function openAdapter(
  { lora, rankOne, seed }: Pick<TrainSpec, 'lora' | 'rankOne' | 'seed'>,
  { config, weights }: { config: ModelConfig; weights: Weights | LazyWeights },
  data: string,
): Adapter | undefined {
  if (lora) {
    // Checkpoints hold the adapter merged in; where that cannot be, better said now than after the training.
    checkMergeable(config, lora);
    const trained = loraTargets(config, lora).flatMap(({ a, b }) => [a.name, b.name]);
    return { lora, weights: initLora(config, lora, seed), trained };
  }
  if (!rankOne) return undefined;
  const direction = tokenDirection(config, weights, readTokenId(data, rankOne.token, 'train.rankOne.token'));
  const asLora = rankOneLora(rankOne.targets);
  const initial = initRankOne(config, rankOne.targets, direction);
  return { lora: asLora, weights: initial, trained: loraTargets(config, asLora).map(({ b }) => b.name) };
}
