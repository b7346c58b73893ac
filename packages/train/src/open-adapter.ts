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

/** Parameters that are trained in place of the model's own. */
export interface Adapter {
  lora: LoraConfig;
  /** Initial weights of A and B, which leave the model unchanged. */
  weights: Weights;
  /** Names of the trained ones: B alone for a rank-one change. */
  trained: string[];
}

/**
 * The adapter that `train.lora` or `train.rankOne` asks for; undefined where the model itself is trained.
 * @param data directory of the data stage; its tokenizer.json has the token of a direction
 * @throws LetheError when a target cannot be adapted in this way, or the tokenizer has no such token
 */
export function openAdapter(
  { lora, rankOne, seed }: Pick<TrainSpec, 'lora' | 'rankOne' | 'seed'>,
  { config, weights }: { config: ModelConfig; weights: Weights | LazyWeights },
  data: string,
): Adapter | undefined {
  if (lora) {
    // Checkpoints hold the adapter merged in; fail before the training where it cannot be merged.
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
