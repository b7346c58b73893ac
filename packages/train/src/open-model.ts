import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inputPaths, LetheError } from '@lethe/contracts';
import {
  CONFIG_FILE,
  initWeights,
  type LazyWeights,
  type ModelConfig,
  modelConfigFromSpec,
  openCheckpoint,
  type Weights,
} from '@lethe/model';
import type { ModelSpec } from '@lethe/model/declaration';
import { checkModelTokenizer, TOKENIZER_FILE, type TokenizerMatch } from '@lethe/tokenizers';
import { updatesOfDirectory } from './checkpoints/checkpoint-schedule.js';
import type { TrainingData } from './data/open-training-data.js';
import type { TrainOrigin, TrainSpec } from './train-options.js';

/** The model from which training starts. */
export interface StartingModel {
  config: ModelConfig;
  weights: Weights | LazyWeights;
  /** The checkpoint that it is; absent for a new model. */
  origin?: {
    directory: string;
    /** Updates of the training that saved it; null where its name does not say. */
    updates: number | null;
    /** Whether its tokenizer is that of the data. */
    tokenizer: TokenizerMatch;
  };
}

/**
 * The model of an experiment with its initial weights, or that of the checkpoint from which training starts.
 * @param checkpoint directory of the weights that `train.from` names in another experiment
 * @param baseDirectory from which `train.from` names a checkpoint; by default the current one
 * @throws LetheError when the checkpoint is absent or broken, or does not fit the data
 */
export function openModel(
  { model, train }: { model?: ModelSpec | undefined; train: TrainSpec },
  data: Pick<TrainingData, 'directory' | 'vocabSize'> & { sequences: { length: number } },
  {
    checkpoint,
    baseDirectory = process.cwd(),
    log,
  }: { checkpoint?: string | undefined; baseDirectory?: string; log: (line: string) => void },
): StartingModel {
  const sizes = { vocabSize: data.vocabSize, contextLength: data.sequences.length };
  if (!train.from) {
    const config = modelConfigFromSpec(model!, sizes);
    return { config, weights: initWeights(config, train.seed) };
  }
  const directory =
    checkpoint ??
    ('checkpoint' in train.from
      ? locateCheckpoint(train.from.checkpoint, baseDirectory)
      : missing(train.from));
  const { config, weights } = openCheckpoint(directory);
  checkFit(config, sizes, directory);
  const tokenizer = checkModelTokenizer({
    ...{ model: directory, tokenizer: join(data.directory, TOKENIZER_FILE), log },
    next: (path) =>
      `tokenize the data with it: "tokenizer": { "type": "file", "location": ${JSON.stringify({ path })} }`,
  });
  return { config, weights, origin: { directory, updates: updatesOfDirectory(directory), tokenizer } };
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

/** The first directory of that path, from a directory, that holds a model. */
function locateCheckpoint(path: string, from: string): string {
  const candidates = inputPaths(path, from, process.env);
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
