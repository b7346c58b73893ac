import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inputPaths, LetheError } from '@lethe/contracts';
import {
  CONFIG_FILE,
  checkMergeable,
  initLora,
  initRankOne,
  initWeights,
  type LazyWeights,
  type LoraConfig,
  loraTargets,
  type ModelConfig,
  modelConfigFromSpec,
  openCheckpoint,
  rankOneLora,
  tokenDirection,
  type Weights,
} from '@lethe/model';
import type { ModelSpec } from '@lethe/model/declaration';
import { readTokenId } from './data/vocabulary-size.js';
import type { TrainOrigin, TrainSpec } from './train-options.js';

/** The model from which training starts. */
export interface StartingModel {
  config: ModelConfig;
  weights: Weights | LazyWeights;
}

/**
 * The model of an experiment with its initial weights, or that of the checkpoint from which training starts.
 * @param sizes tokens of the tokenizer, and of a row
 * @param checkpoint directory of the weights that `train.from` names in another experiment
 * @throws LetheError when the checkpoint is absent or broken, or does not fit the data
 */
export function openModel(
  { model, train }: { model?: ModelSpec | undefined; train: TrainSpec },
  sizes: { vocabSize: number; contextLength: number },
  checkpoint?: string,
): StartingModel {
  if (!train.from) {
    const config = modelConfigFromSpec(model!, sizes);
    return { config, weights: initWeights(config, train.seed) };
  }
  const directory =
    checkpoint ??
    ('checkpoint' in train.from ? locateCheckpoint(train.from.checkpoint) : missing(train.from));
  const { config, weights } = openCheckpoint(directory);
  checkFit(config, sizes, directory);
  return { config, weights };
}

function missing({ experiment, run, step }: TrainOrigin): never {
  throw new LetheError({
    what: 'training starts from a run of another experiment whose weights were not given',
    where: 'train.from',
    expected: 'the option checkpoint, a Hugging Face model directory',
    found: `experiment ${experiment}, run ${run}, step ${step}`,
    next: 'lethe train finds them; a program of your own passes their directory',
  });
}

/** The first directory of that path, from the current one, that holds a model. */
function locateCheckpoint(path: string): string {
  const candidates = inputPaths(path, process.cwd(), process.env);
  const found = candidates.find((candidate) => existsSync(join(candidate, CONFIG_FILE)));
  if (found !== undefined) return found;
  throw new LetheError({
    what: 'there is no such checkpoint',
    where: 'train.from.checkpoint',
    expected: `a directory with ${CONFIG_FILE} and weights`,
    found: candidates.join(', '),
    next: 'train it first, or correct the path',
  });
}

function checkFit(
  config: ModelConfig,
  { vocabSize, contextLength }: { vocabSize: number; contextLength: number },
  where: string,
): void {
  const wrong = (what: string, expected: string, found: string): LetheError =>
    new LetheError({
      what,
      where,
      expected,
      found,
      next: 'choose data.tokenizer and data.sequenceLength for this model',
    });
  if (vocabSize > config.vocabSize) {
    throw wrong(
      'the vocabulary of the model is smaller than that of the tokenizer',
      `at most ${config.vocabSize} tokens`,
      String(vocabSize),
    );
  }
  if (contextLength > config.contextLength) {
    throw wrong(
      'rows are longer than the model can read',
      `at most ${config.contextLength} tokens`,
      String(contextLength),
    );
  }
}

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
