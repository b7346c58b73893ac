import type { LazyWeights } from '@lethe/model';
import { openOptimizer } from './checkpoints/optimizer-file.js';
import type { StartingModel } from './open-model.js';
import type { TrainStep } from './step/train-step.js';
import type { TrainSpec } from './train-options.js';

/** What the optimizer of a training brings from before it. */
export interface EarlierOptimizer {
  /** Updates that it has taken: its next one, and the schedule's next step, has this number. */
  updates: number;
  /** Its entries of the state; none where it begins anew. */
  state: LazyWeights;
}

/**
 * The optimizer with which training begins: that of the checkpoint where `train.from` keeps it, else a fresh one.
 * @throws LetheError when the checkpoint has none, or another one
 */
export function openEarlierOptimizer(
  { from, optimizer }: Pick<TrainSpec, 'from' | 'optimizer'>,
  { origin }: Pick<StartingModel, 'origin'>,
  step: Pick<TrainStep, 'optimizer'>,
  log: (line: string) => void,
): EarlierOptimizer {
  const fresh = { updates: 0, state: {} };
  if (!origin) return fresh;
  const { type } = optimizer;
  const isKept = from!.optimizer === 'keep';
  const earlier = isKept ? openOptimizer(origin.directory, { type, entries: step.optimizer }) : fresh;
  const said = isKept
    ? `its ${type} and schedule, ${earlier.updates} updates old`
    : `a fresh ${type} and schedule`;
  log(`goes on from ${origin.directory}, with ${said}`);
  return earlier;
}

/** What the manifest says of the checkpoint that training started from; undefined for a new model. */
export function summariseOrigin(
  { from }: Pick<TrainSpec, 'from'>,
  { origin }: Pick<StartingModel, 'origin'>,
  { updates }: Pick<EarlierOptimizer, 'updates'>,
): Record<string, unknown> | undefined {
  if (!origin) return undefined;
  return {
    updates: origin.updates,
    optimizer: from!.optimizer,
    optimizer_updates: updates,
    tokenizer: origin.tokenizer,
  };
}
