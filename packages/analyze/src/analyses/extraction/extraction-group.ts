import { meanOverRuns, type RunMean } from '../../settings/mean-over-runs.js';
import type { Resampling } from '../../settings/resampling.js';
import { type DescribedRun, groupBySetting, type SettingGroup } from '../../settings/setting-groups.js';
import { errorShares, isHeldOut, type Statistic } from './answer-statistics.js';
import type { Question } from './read-questions.js';
import { type ShareEstimate, shareEstimator } from './share-estimate.js';

/** What one run answered. */
export interface AnsweredRun extends DescribedRun {
  questions: readonly Question[];
  /** Names the facts: runs with the same have the same. */
  world: string;
  /** Updates that its own training took. */
  steps: number;
  /** Mean loss of the last pass over the training rows, nats per counted token; null where unknown. */
  loss: number | null;
  /** Entropy of the training rows, nats; null outside a world whose rows are all known. */
  entropyFloor: number | null;
}

/** Runs that differ in seeds only, with estimates over seeds and facts. */
export interface ExtractionGroup extends SettingGroup<AnsweredRun> {
  seeds: number;
  facts: number;
  /** Updates of the last training, the most of its runs. */
  steps: number;
  /** Held-out questions, over all seeds. */
  heldOut: number;
  /** Shares from 0 to 1; NaN where nothing was asked. */
  shares: Record<Statistic, ShareEstimate>;
  /** Loss minus entropy floor over the runs that know both; undefined where none does. */
  excessLoss: RunMean | undefined;
  /** Wrong held-out answers by class, as shares of all held-out questions. */
  errors: Map<string, number>;
}

/** Groups runs by everything but seeds, in the order in which they come, and resamples seeds and facts. */
export function groupExtraction(runs: readonly AnsweredRun[], options: Resampling): ExtractionGroup[] {
  const estimate = shareEstimator(options);
  return groupBySetting(runs).map((group) => {
    const questions = group.runs.flatMap((run) => run.questions);
    const losses = group.runs.flatMap(({ loss, entropyFloor }) =>
      loss === null || entropyFloor === null ? [] : loss - entropyFloor,
    );
    return {
      ...group,
      ...estimate(group.runs),
      seeds: group.runs.length,
      steps: group.runs.reduce((most, { steps }) => Math.max(most, steps), 0),
      heldOut: questions.filter(isHeldOut).length,
      excessLoss: meanOverRuns(losses, options),
      errors: errorShares(questions),
    };
  });
}

export const isFineTuned = ({ setting }: Pick<ExtractionGroup, 'setting'>): boolean =>
  setting.fineTuning !== 'none';

/** Share of the questions of fine-tuning below which it is unfinished, so that what it lacks may be its updates. */
export const LEARNT = 0.99;

/** Whether fine-tuning has taught the questions that it showed. */
export const hasLearnt = ({ shares }: Pick<ExtractionGroup, 'shares'>): boolean =>
  shares.trained.point >= LEARNT;

/** A share that was asked for, else nothing. */
export function shareOf({ shares }: ExtractionGroup, statistic: Statistic): ShareEstimate | undefined {
  return Number.isNaN(shares[statistic].point) ? undefined : shares[statistic];
}
