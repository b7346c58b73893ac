import { type Hypothesis, type Omission, omission } from '../../claims/judge.js';
import { CONTROL } from '../../measurements/measurements.js';
import { combine, difference, type Estimate } from '../../statistics/estimate.js';
import { shareDifference } from '../../statistics/share-interval.js';
import type { Arm } from './arms.js';
import type { doseClaims } from './dose-claims.js';
import type { DoseGroup } from './dose-group.js';
import { type Measure, verbatimAfterHalf } from './measures.js';
import { names } from './read-dosed-run.js';
import type { WindowContrast } from './window-contrasts.js';

type ClaimKey = keyof typeof doseClaims;
type Statement = Hypothesis<ClaimKey> | Omission;

const copies = (dose: number): string => (dose === 1 ? '1 encounter' : `${dose} encounters`);
const named = (label: string, subject: string): string => (label === '' ? subject : `${label}, ${subject}`);

/** H1 to H5 of every group of runs, and of windows of time. */
export function doseHypotheses(
  groups: readonly DoseGroup[],
  windows: readonly WindowContrast[],
): Statement[] {
  return [
    ...groups.flatMap((group) => [...membership(group), ...growth(group)]),
    ...windows.filter(({ name }) => name.startsWith('last quarter')).flatMap(recency),
    ...groups.flatMap(forgotten),
  ];
}

function membership(group: DoseGroup): Statement[] {
  const { ladder, label } = group;
  const loss = group.measures.find(({ name, kind }) => kind === 'auc' && name === names.text);
  const [once, most] = [ladder.find(({ dose }) => dose === 1), ladder.at(-1)];
  const area = once && loss && group.of(loss, once.condition);
  if (!area || !once) {
    return [omission(named(label, 'H1, H2'), 'needs facts that are met once, controls, and scores of both')];
  }
  const alone: Statement = {
    claim: 'H2',
    subject: named(label, copies(1)),
    estimate: area,
    evidence: group.evidence(once.condition, CONTROL),
  };
  if (!most || most.dose === 1) return [alone, omission(named(label, 'H1'), 'needs facts of several doses')];
  return [
    {
      claim: 'H1',
      subject: named(label, `${copies(most.dose)} against 1`),
      detail: `AUC ${group.of(loss, most.condition)!.point.toFixed(3)} and ${area.point.toFixed(3)}`,
      estimate: shareDifference(group.of(loss, most.condition)!, area),
      evidence: group.evidence(most.condition, once.condition, CONTROL),
    },
    alone,
  ];
}

function growth(group: DoseGroup): Statement[] {
  const { ladder, label } = group;
  const [least, most] = [ladder[0], ladder.at(-1)];
  if (!least || !most || least === most)
    return [omission(named(label, 'H3'), 'needs facts of several doses')];
  const grows = (claim: ClaimKey, what: string, measure: Measure | undefined): Statement[] => {
    const [at, from] = [most, least].map(({ condition }) => measure && group.of(measure, condition));
    if (!measure || !at || !from) return [omission(named(label, `H3 of ${what}`), `there are no ${what}`)];
    return [
      {
        claim,
        subject: named(label, `${copies(most.dose)} against ${least.dose}, ${measure.label}`),
        estimate: shareGap(at, from),
        evidence: group.evidence(most.condition, least.condition),
      },
    ];
  };
  return [
    ...grows('H3verbatim', 'scores of texts after a prefix', verbatimAfterHalf(group.measures)),
    ...grows('H3answers', 'answers', answersOf(group)),
  ];
}

/** Answers at the first depth that is asked. */
const answersOf = ({ measures }: DoseGroup): Measure | undefined =>
  measures.find(({ aspect }) => aspect === 'answers');

function recency({ late, early, dose, label, of }: WindowContrast): Statement[] {
  const text = late.group.measures.find(({ name, kind }) => kind === 'gain' && name === names.text);
  const estimate = text && of(text);
  if (!estimate) return [omission(named(label, 'H4'), 'needs controls, and scores of texts')];
  const evidences = [late, early].map(({ group, arm }) => group.evidence(arm.condition));
  const least = (key: 'seeds' | 'facts') => Math.min(...evidences.map((evidence) => evidence[key]));
  return [
    {
      claim: 'H4',
      subject: named(label, copies(dose)),
      estimate: combine((value) => -value, estimate),
      evidence: { seeds: least('seeds'), facts: least('facts') },
    },
  ];
}

function forgotten(group: DoseGroup): Statement[] {
  const isFirst = ({ part }: Arm): boolean => part.of === 4 && part.number === 0;
  const measure = answersOf(group);
  return group.arms.filter(isFirst).flatMap(({ condition, dose }): Statement[] => {
    const [own, others] = [condition, CONTROL].map((name) => measure && group.of(measure, name));
    if (!own || !others) {
      return [omission(named(group.label, 'H5'), 'needs controls, and answers: set probe.generate')];
    }
    return [
      {
        claim: 'H5',
        subject: named(group.label, `${copies(dose)}, ${measure!.label}`),
        estimate: shareGap(own, others),
        evidence: group.evidence(condition, CONTROL),
      },
    ];
  });
}

const shareGap = (a: Estimate, b: Estimate): Estimate =>
  a.method === 'exact' && b.method === 'exact' ? shareDifference(a, b) : difference(a, b);
