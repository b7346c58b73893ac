import { FEWEST_SEEDS, STRONG_SEEDS } from '../claims/verdict.js';
import type { BootstrapStatistics } from '../cohort/bootstrap-statistics.js';
import { factsOf } from '../cohort/cohort.js';
import type { Measurements } from '../measurements/measurements.js';
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
  if (effects.largestControlGap > 0) {
    note(
      `${measurements.run}: controls were measured up to ${effects.largestControlGap} updates before the encounters of the others; what is subtracted lies on the line between their measurements`,
    );
  }
}

/** Conditions whose encounters lie at random steps at which nothing was measured. */
export function noteUnwatched(run: string, unwatched: readonly string[], note: (line: string) => void): void {
  if (unwatched.length === 0) return;
  note(
    `${run}: nothing was measured around the encounters of ${unwatched.join(', ')}, which lie at random steps: what each teaches and how long it lasts is not analysed, only what all of them leave`,
  );
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

/** Conditions some of whose facts the background tells too, which costs them their retention. */
export function noteTold({ run, facts }: Measurements, note: (line: string) => void): void {
  for (const condition of new Set(facts.map((fact) => fact.condition))) {
    const all = facts.filter((fact) => fact.condition === condition);
    const told = all.filter((fact) => fact.told);
    if (told.length === 0 || told.length === all.length) continue;
    note(
      `${run}: the background tells ${told.length} of ${all.length} facts of ${condition} too: it has no retention, since they are met until training ends`,
    );
  }
}

const FEW_FACTS = 20;

/** Conditions with so few facts that intervals over them hold for well-behaved effects only. */
export function noteFewFacts({ cohort, method }: BootstrapStatistics, note: (line: string) => void): void {
  const few = [...cohort.clusters.keys()]
    .map((condition) => ({ condition, facts: factsOf(cohort, condition) }))
    .filter(({ facts }) => facts < FEW_FACTS)
    .map(({ condition, facts }, i) => `${facts} ${i === 0 ? 'facts ' : ''}of ${condition}`);
  if (few.length === 0) return;
  const worth =
    method === 't'
      ? "Student's t over so few holds for effects that lie symmetrically around their mean; of skewed ones (exponential) 95 % intervals hold it in 88 to 92 %"
      : 'percentiles over so few are too narrow: 95 % intervals hold the mean of normal effects in 82 to 91 %, of skewed ones in less';
  note(`${cohort.id}: warning: only ${few.join(', ')}; ${worth}`);
}

/** How many seeds stand behind the verdicts. */
export function noteFewSeeds({ cohort }: BootstrapStatistics, note: (line: string) => void): void {
  const seeds = cohort.runs.length;
  if (seeds === 1) {
    note(
      `${cohort.id}: one seed: intervals are over facts alone and no claim is judged; ${FEWEST_SEEDS} seeds or more, from a sweep, give verdicts`,
    );
  } else if (seeds < FEWEST_SEEDS) {
    note(
      `${cohort.id}: only ${seeds} seeds: no claim is judged; ${FEWEST_SEEDS} seeds or more, from a sweep, give verdicts`,
    );
  } else if (seeds < STRONG_SEEDS) {
    note(
      `${cohort.id}: warning: only ${seeds} seeds; how much they differ is itself hardly known from so few, so verdicts are weak; ${STRONG_SEEDS} seeds or more give strong ones`,
    );
  }
}
