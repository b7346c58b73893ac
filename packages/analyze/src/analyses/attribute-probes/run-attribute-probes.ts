import { linearProbes } from '@lethe/contracts';
import type { ExperimentContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { type Hypothesis, type Omission, omission } from '../../claims/judge.js';
import { readLastRows } from '../../read/read-last-rows.js';
import { alikeBut, varied } from '../../settings/alike.js';
import { meanOverRuns } from '../../settings/mean-over-runs.js';
import { type Resampling, resamplingOf } from '../../settings/resampling.js';
import {
  type DescribedRun,
  describeRuns,
  groupBySetting,
  type SettingGroup,
} from '../../settings/setting-groups.js';
import { nameWithout } from '../../settings/setting-names.js';
import { difference } from '../../statistics/estimate.js';
import type { attributeClaims } from './attribute-claims.js';
import { type HeadAccuracy, type HeadRow, headAccuracy } from './head-accuracy.js';

type ClaimKey = keyof typeof attributeClaims;
type Kind = 'p' | 'q';

/** A run and what heads read from its states. */
export interface ProbedRun extends DescribedRun {
  heads: readonly HeadRow[];
}
type ProbedGroup = SettingGroup<ProbedRun>;

const claimsOf: Record<Kind, Record<'single' | 'several' | 'gain', ClaimKey>> = {
  p: { single: 'G17', several: 'G17several', gain: 'G17gain' },
  q: { single: 'G17q', several: 'G17qseveral', gain: 'G17qgain' },
};

/**
 * What linear heads read of invented persons, by the way in which these are told; means over runs.
 * @returns undefined where no run has both biographies and the table
 */
export async function runAttributeProbes({
  runs,
  upstream,
  options,
}: Pick<ExperimentContext, 'runs' | 'upstream' | 'options'>): Promise<Outcome<ClaimKey> | undefined> {
  const probed: ProbedRun[] = [];
  for (const described of describeRuns(runs, upstream)) {
    if (described.setting.fineTuning !== 'none' || variantOf(described) === undefined) continue;
    const heads = await readLastRows(described.run.probe, linearProbes);
    if (heads.length > 0) probed.push({ ...described, heads });
  }
  if (probed.length === 0) return undefined;
  return { hypotheses: attributeHypotheses(groupBySetting(probed), resamplingOf(options)) };
}

/** What groups of runs on biographies say of G17. */
export function attributeHypotheses(
  groups: readonly ProbedGroup[],
  resampling: Resampling,
): (Hypothesis<ClaimKey> | Omission)[] {
  const alike = groups.filter((group) => !hasCelebrities(group));
  return [
    ...groups
      .filter(hasCelebrities)
      .map(({ name }) =>
        omission(
          `G17 of ${nameWithout(name)}`,
          'its celebrities are told in another way than its other persons',
        ),
      ),
    ...(['p', 'q'] as const).flatMap((kind) => [
      ...alike.flatMap((group) => ofOneGroup(group, kind, resampling)),
      ...alikeBut(varied.variant, alike).flatMap((members) => ofTwo(members, kind, resampling)),
    ]),
  ];
}

function ofOneGroup(group: ProbedGroup, kind: Kind, resampling: Resampling): Hypothesis<ClaimKey>[] {
  const way = wayOf(group);
  const read = accuraciesOf(group, kind);
  if (way === undefined || read.length === 0) return [];
  // Where nothing is stored, heads still guess the most frequent value.
  const net = way === 'single' ? 1 : 0;
  const values = read.map(({ accuracy, majority }) => accuracy - net * majority);
  const shared = { subject: subjectOf(group, kind), detail: detailOf(group, read) };
  const estimate = meanOverRuns(values, resampling)!;
  return [{ ...shared, claim: claimsOf[kind][way], estimate, evidence: evidenceOf(read) }];
}

function ofTwo(members: readonly ProbedGroup[], kind: Kind, resampling: Resampling): Hypothesis<ClaimKey>[] {
  const measured = members.flatMap((group) => {
    const read = accuraciesOf(group, kind);
    const mean = meanOverRuns(
      read.map(({ accuracy }) => accuracy),
      resampling,
    );
    return mean ? { group, read, mean } : [];
  });
  const single = measured.find(({ group }) => wayOf(group) === 'single');
  if (!single) return [];
  return measured
    .filter(({ group }) => wayOf(group) === 'several')
    .map(({ group, read, mean }) => ({
      claim: claimsOf[kind].gain,
      subject: `${subjectOf(group, kind)} - single`,
      detail: detailOf(group, read),
      estimate: difference(mean, single.mean),
      evidence: evidenceOf([...read, ...single.read], Math.min(read.length, single.read.length)),
    }));
}

const accuraciesOf = ({ runs }: ProbedGroup, kind: Kind): HeadAccuracy[] =>
  runs.flatMap(({ heads }) => headAccuracy(heads, kind) ?? []);

const subjectOf = ({ name }: ProbedGroup, kind: Kind): string =>
  `${nameWithout(name)}, ${kind.toUpperCase()}-probe`;

function detailOf(group: ProbedGroup, read: readonly HeadAccuracy[]): string {
  const { value, rank } = read[0]!;
  const what = value === 'first' ? 'first tokens' : 'whole values';
  return `${variantOf(group.runs[0]!)}, ${what}, ${rank === 0 ? 'heads alone' : `embeddings changed at rank ${rank}`}`;
}

const evidenceOf = (read: readonly HeadAccuracy[], seeds = read.length) => ({
  seeds,
  facts: Math.min(...read.map(({ facts }) => facts)),
});

function variantOf({ configuration }: Pick<DescribedRun, 'configuration'>): string | undefined {
  if (configuration.get('data.facts.source') !== '"biographies"') return undefined;
  return JSON.parse(configuration.get('data.facts.variant') ?? '"single"') as string;
}

/** The two ways that the paper gives numbers of; full names do not matter to them. */
function wayOf({ runs }: ProbedGroup): 'single' | 'several' | undefined {
  const variant = variantOf(runs[0]!) ?? '';
  if (/^single(\+fullname)?$/.test(variant)) return 'single';
  return /^multi\d+\+permute/.test(variant) ? 'several' : undefined;
}

const hasCelebrities = ({ configuration }: ProbedGroup): boolean =>
  Number(configuration.get('data.facts.celebrities') ?? 0) > 0;
