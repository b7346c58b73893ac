import { FEWEST_SEEDS } from '../claims/judge.js';
import type { BootstrapStatistics } from '../cohort/bootstrap-statistics.js';
import { factsOf } from '../cohort/cohort.js';
import type { LimitedMeasurements } from '../metrics/limit-told-facts.js';
import type { RunMetrics } from '../metrics/run-metrics.js';

/** What the measurements of a run lack. */
export function noteGaps({ measurements, effects }: RunMetrics, note: (line: string) => void): void {
  if (effects.skipped > 0) {
    note(
      `${measurements.run}: ${effects.skipped} probe-encounter pairs are left out: nothing was measured before them or in their window`,
    );
  }
  if (effects.largestGap > 0) {
    note(
      `${measurements.run}: "before" was measured up to ${effects.largestGap} updates before its encounter; the nearest earlier measurement stands in`,
    );
  }
}

/** Facts that the background tells too often for every one to be analysed. */
export function noteLimited(
  run: string,
  limited: LimitedMeasurements['limited'],
  note: (line: string) => void,
): void {
  for (const { condition, kept, all } of limited) {
    note(
      `${run}: ${kept} of ${all} facts of ${condition} are analysed, drawn at random: the background tells them so often that all would have too many windows`,
    );
  }
}

const FEW_FACTS = 10;

/** Conditions with so few facts that intervals over them are too narrow. */
export function noteFewFacts({ cohort }: BootstrapStatistics, note: (line: string) => void): void {
  for (const condition of cohort.clusters.keys()) {
    const facts = factsOf(cohort, condition);
    if (facts < FEW_FACTS) {
      note(
        `${cohort.id}: warning: only ${facts} facts of ${condition}; bootstrap intervals over so few are too narrow`,
      );
    }
  }
}

const FEW_SEEDS = 5;

/** How many seeds stand behind the verdicts. */
export function noteFewSeeds({ cohort }: BootstrapStatistics, note: (line: string) => void): void {
  const seeds = cohort.runs.length;
  if (seeds < FEWEST_SEEDS) {
    note(
      `${cohort.id}: one seed: intervals are over facts alone and no claim is judged; ${FEWEST_SEEDS} seeds or more, from a sweep, give verdicts`,
    );
  } else if (seeds < FEW_SEEDS) {
    note(
      `${cohort.id}: warning: only ${seeds} seeds; how much they differ is itself hardly known from so few`,
    );
  }
}
