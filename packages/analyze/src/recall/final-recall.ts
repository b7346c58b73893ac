import type { RunDirectories } from '@lethe/contracts';
import type { Cohort } from '../cohort/cohort.js';
import { probeRow } from '../measurements/probe-series.js';
import { readLastAnswers } from '../read/read-answers.js';

/** What is recalled of each fact of some runs at the end of training, by the probes of one depth. */
export interface FinalRecall {
  /** By run, Float64Array [facts]: mean log-probability after the last measured update; NaN where nothing was asked. */
  logProbability: Float64Array[];
  /** By run, Float64Array [facts]: share of answers that match exactly; undefined where a run has no answers. */
  exactMatch: Float64Array[] | undefined;
}

/**
 * Reads what runs recall at their ends: of traces the last measurement of all, of answers those of the last checkpoint.
 * @param runs whose measurements the cohort has, in its order; without any there are no answers
 * @returns by depth
 */
export async function finalRecall(
  { runs: members, depths }: Pick<Cohort, 'runs' | 'depths'>,
  runs: readonly RunDirectories[],
): Promise<Map<string, FinalRecall>> {
  const matches = await Promise.all(runs.map(({ probe }) => exactMatches(probe)));
  const answered = matches.length > 0 && matches.every((answers) => answers.size > 0);
  return new Map(
    depths.map((depth) => {
      const meansOf = (numberOf: (run: number, probe: number) => number): Float64Array[] =>
        members.map((_, run) => meansByFact(members[run]!.measurements, depth, (p) => numberOf(run, p)));
      const last = (run: number, probe: number): number =>
        probeRow(members[run]!.measurements.series, probe).at(-1) ?? Number.NaN;
      const isMatch = (run: number, probe: number): number =>
        matches[run]!.get(members[run]!.measurements.probes[probe]!.id) ?? Number.NaN;
      return [
        depth,
        { logProbability: meansOf(last), exactMatch: answered ? meansOf(isMatch) : undefined },
      ] as const;
    }),
  );
}

/** 1 for an answer of the last checkpoint that matches, else 0, by probe. */
async function exactMatches(directory: string): Promise<Map<string, number>> {
  const answers = await readLastAnswers(directory);
  return new Map(answers.map(({ probe_id, exact_match }) => [probe_id, exact_match ? 1 : 0]));
}

/** Float64Array [facts]: means over the probes of a depth that have a value. */
function meansByFact(
  { facts, probes }: Cohort['runs'][number]['measurements'],
  depth: string,
  numberOf: (probe: number) => number,
): Float64Array {
  const sums = new Float64Array(facts.length);
  const counts = new Float64Array(facts.length);
  probes.forEach((probe, p) => {
    const value = probe.depth === depth ? numberOf(p) : Number.NaN;
    if (Number.isNaN(value)) return;
    sums[probe.fact]! += value;
    counts[probe.fact]!++;
  });
  return sums.map((sum, fact) => sum / counts[fact]!);
}
