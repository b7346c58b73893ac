import { mechanism as mechanismTable, type RowOf } from '@lethe/contracts';
import type { ExperimentContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { type Hypothesis, type Omission, omission } from '../../claims/judge.js';
import { readLastRows } from '../../read/read-last-rows.js';
import { alikeBut, varied } from '../../settings/alike.js';
import { meanOverRuns, type RunMean } from '../../settings/mean-over-runs.js';
import { type Resampling, resamplingOf } from '../../settings/resampling.js';
import {
  type DescribedRun,
  describeRuns,
  groupBySetting,
  type SettingGroup,
} from '../../settings/setting-groups.js';
import { nameWithout } from '../../settings/setting-names.js';
import { difference, type Estimate } from '../../statistics/estimate.js';
import type { mechanismClaims } from './mechanism-claims.js';

type ClaimKey = keyof typeof mechanismClaims;
type Row = RowOf<typeof mechanismTable>;

/** A run of pretraining, and what was measured of its model; undefined where nothing was. */
export interface MeasuredRun extends DescribedRun {
  row: Row | undefined;
}
type MeasuredGroup = SettingGroup<MeasuredRun>;

/**
 * Attention and first gradient of pretrained one-layer models, means over runs.
 * @returns undefined where no run of pretraining has the table and none has noise tokens
 */
export async function runMechanism({
  runs,
  upstream,
  options,
}: Pick<ExperimentContext, 'runs' | 'upstream' | 'options'>): Promise<Outcome<ClaimKey> | undefined> {
  const pretrained = describeRuns(runs, upstream).filter(
    ({ setting }) => setting.fineTuning === 'none' && setting.multiplicity !== null,
  );
  const measured = await Promise.all(
    pretrained.map(async (described): Promise<MeasuredRun> => {
      const [row] = await readLastRows(described.run.probe, mechanismTable);
      return { ...described, row };
    }),
  );
  const hypotheses = mechanismHypotheses(groupBySetting(measured), resamplingOf(options));
  return hypotheses.length === 0 ? undefined : { hypotheses };
}

/** What groups of pretraining runs say of G2 and G10. */
export function mechanismHypotheses(
  groups: readonly MeasuredGroup[],
  resampling: Resampling,
): (Hypothesis<ClaimKey> | Omission)[] {
  const statements = groups.flatMap((group): (Hypothesis<ClaimKey> | Omission)[] => {
    const shared = { subject: nameWithout(group.name), evidence: evidenceOf(group) };
    const of = (claim: ClaimKey, value: (row: Row) => number | null): Hypothesis<ClaimKey>[] => {
      const estimate = meanOf(group, value, resampling);
      return estimate ? [{ ...shared, claim, estimate }] : [];
    };
    return [
      ...(hasNoise(group)
        ? attention(
            group,
            of('G2', (row) => row.attention_mass_memorization),
          )
        : []),
      ...of('G10energy', ({ gradient_energy }) => gradient_energy),
      ...of('G10b', ({ gradient_left_cosine }) => gradient_left_cosine),
    ];
  });
  return [...statements, ...growth(groups, resampling)];
}

/** G2 of a group whose rows have noise; where attention was not measured, what is missing. */
function attention(
  { name, runs }: MeasuredGroup,
  found: readonly Hypothesis<ClaimKey>[],
): (Hypothesis<ClaimKey> | Omission)[] {
  const missing = 'its rows have noise tokens, but its probe stage has no mechanism: set probe.mechanism';
  if (found.length === 0) return [omission(`G2 of ${nameWithout(name)}`, missing)];
  const uniform = runs.flatMap(({ row }) => row?.uniform_mass_memorization ?? []);
  const detail = `uniform attention gives ${(sum(uniform) / uniform.length).toFixed(3)}`;
  return found.map((hypothesis) => ({ ...hypothesis, detail }));
}

/** Where every token says something, attention has nothing to be turned from. */
const hasNoise = ({ configuration }: MeasuredGroup): boolean =>
  Number(configuration.get('data.facts.noisePerRow') ?? 0) > 0;

/** G10: the gradient at the largest K against that at the smallest. */
function growth(groups: readonly MeasuredGroup[], resampling: Resampling): Hypothesis<ClaimKey>[] {
  const energy = (group: MeasuredGroup): RunMean | undefined =>
    meanOf(group, ({ gradient_energy }) => gradient_energy, resampling);
  const measured = groups.filter((group) => energy(group) !== undefined);
  return alikeBut(varied.multiplicity, measured).map((members) => {
    const sorted = [...members].sort((a, b) => a.setting.multiplicity! - b.setting.multiplicity!);
    const [least, most] = [sorted[0]!, sorted.at(-1)!];
    const estimate: Estimate = difference(energy(most)!, energy(least)!);
    const [a, b] = [evidenceOf(most), evidenceOf(least)];
    return {
      claim: 'G10growth',
      subject: `${nameWithout(most.name, 'multiplicity')}, K=${most.setting.multiplicity} - K=${least.setting.multiplicity}`,
      estimate,
      evidence: { seeds: Math.min(a.seeds, b.seeds), facts: Math.min(a.facts, b.facts) },
    };
  });
}

/** The mean over runs that have a value; undefined where none has. */
function meanOf(
  { runs }: MeasuredGroup,
  value: (row: Row) => number | null,
  resampling: Resampling,
): RunMean | undefined {
  const values = runs.flatMap(({ row }) => (row ? (value(row) ?? []) : []));
  return meanOverRuns(values, resampling);
}

function evidenceOf({ runs }: MeasuredGroup): { seeds: number; facts: number } {
  const rows = runs.flatMap(({ row }) => row ?? []);
  return {
    seeds: rows.length,
    facts: rows.reduce((least, { facts }) => Math.min(least, facts), Number.MAX_SAFE_INTEGER),
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
