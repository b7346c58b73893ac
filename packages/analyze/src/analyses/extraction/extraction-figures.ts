import type { ErrorClass } from '@lethe/contracts';
import { ordered } from '../../measurements/measurements.js';
import type { Figure, LegendKey, Panel, Point, Series } from '../../report/figure.js';
import { percentText } from '../../report/sample-text.js';
import { intervalOf } from '../../statistics/interval-of.js';
import type { ExtractionSetting } from './describe-run.js';
import type { ExtractionGroup } from './extraction-group.js';

const kinds: readonly ExtractionSetting['fineTuning'][] = ['full', 'LoRA', 'rank 1'];
const models = ['attention + MLP', 'attention only'];

/** Kinds of answers in the order in which bars are stacked. */
const kindsOfAnswers: Readonly<Record<ErrorClass, { label: string; colour: number }>> = {
  none: { label: 'right', colour: 0 },
  relation: { label: 'relation token', colour: 1 },
  fine_tuned_answer: { label: 'answer of a fine-tuned subject', colour: 2 },
  other_answer: { label: 'answer of another subject', colour: 3 },
  partial: { label: 'begins like the answer', colour: 4 },
  empty: { label: 'nothing', colour: 5 },
  other: { label: 'anything else', colour: 7 },
};
const answerKinds = Object.entries(kindsOfAnswers).map(([name, kind]) => ({ name, ...kind }));

/**
 * What fine-tuned models answer to held-out questions, by the multiplicity of facts in pretraining: exact match with
 * intervals over seeds and facts, and kinds of answers.
 * @returns no figures where multiplicity is not known
 */
export function extractionFigures(groups: readonly ExtractionGroup[], level: number): Figure[] {
  const tuned = groups.filter(
    ({ setting }) => setting.fineTuning !== 'none' && setting.multiplicity !== null,
  );
  if (tuned.length === 0) return [];
  const axis = multiplicities(tuned);
  return [exactMatch(tuned, axis, level), answerShares(tuned, axis)];
}

function exactMatch(groups: readonly ExtractionGroup[], axis: readonly number[], level: number): Figure {
  const present = kinds.filter((kind) => groups.some(({ setting }) => setting.fineTuning === kind));
  return {
    ...common(axis),
    id: 'extraction-exact-match',
    title: 'Held-out questions answered after fine-tuning',
    caption: `Exact match on the questions of subjects that fine-tuning did not show, by the number of templates K in which pretraining told each fact. Whiskers are ${percentText(level)} bootstrap intervals over seeds and facts (n = ${countsOf(groups)}); where no bar stands, no question was answered.`,
    yLabel: 'exact match',
    legend: present.map((kind) => key(kind, kind, kinds.indexOf(kind), 'bar')),
    panels: panels(
      groups,
      ({ model }) => model,
      (members) =>
        present.map(
          (kind): Series => ({
            label: kind,
            keys: [kind],
            colour: kinds.indexOf(kind),
            style: 'bar',
            dash: [],
            points: at(members, axis, kind, ({ shares, facts }) => {
              const { heldOut } = shares;
              return { y: heldOut.point, ...(facts < 2 ? undefined : intervalOf(heldOut, level)) };
            }),
          }),
        ),
    ),
  };
}

function answerShares(groups: readonly ExtractionGroup[], axis: readonly number[]): Figure {
  const shareOf = ({ errors, shares }: ExtractionGroup, kind: string): number =>
    kind === 'none' ? shares.heldOut.point : (errors.get(kind) ?? 0);
  const present = answerKinds.filter(({ name }) => groups.some((group) => shareOf(group, name) > 0));
  return {
    ...common(axis),
    id: 'extraction-answers',
    title: 'What held-out questions are answered with',
    caption: `Shares of all held-out questions (n = ${countsOf(groups)}). A relation token is what pretraining lets follow the subject: the fact may be stored and still not be said.`,
    yLabel: 'share of questions',
    legend: present.map(({ name, label, colour }) => key(name, label, colour, 'stack')),
    panels: panels(
      groups,
      ({ model, fineTuning }) => `${model}, ${fineTuning}`,
      (members) =>
        present.map(
          ({ name, label, colour }): Series => ({
            label,
            keys: [name],
            colour,
            style: 'stack',
            dash: [],
            points: at(members, axis, members[0]!.setting.fineTuning, (group) => ({
              y: shareOf(group, name),
            })),
          }),
        ),
    ),
  };
}

function common(axis: readonly number[]) {
  return {
    xLabel: 'multiplicity K',
    xName: 'multiplicity',
    xScale: 'category',
    xLabels: axis.map(String),
    sharedY: true,
    yIncludes: [0, 1],
  } as const;
}

function key(name: string, label: string, colour: number, style: LegendKey['style']): LegendKey {
  return { key: name, label, colour, dash: [], style, on: true };
}

/** One panel for every name that groups have, in the order of models and kinds of fine-tuning. */
function panels(
  groups: readonly ExtractionGroup[],
  nameOf: (setting: ExtractionSetting) => string,
  series: (members: ExtractionGroup[]) => Series[],
): Panel[] {
  const order = models.flatMap((model) => [model, ...kinds.map((kind) => `${model}, ${kind}`)]);
  const names = ordered(
    groups.map(({ setting }) => nameOf(setting)),
    order,
  );
  return names.map((title) => ({
    title,
    marks: [],
    series: series(groups.filter(({ setting }) => nameOf(setting) === title)),
  }));
}

/** A point for every K at which there is a group of a kind of fine-tuning. */
function at(
  groups: readonly ExtractionGroup[],
  axis: readonly number[],
  kind: ExtractionSetting['fineTuning'],
  value: (group: ExtractionGroup) => Omit<Point, 'x'>,
): Point[] {
  return axis.flatMap((multiplicity, i) => {
    const group = groups.find(
      ({ setting }) => setting.multiplicity === multiplicity && setting.fineTuning === kind,
    );
    if (!group || Number.isNaN(group.shares.heldOut.point)) return [];
    return { x: i + 1, ...value(group) };
  });
}

const multiplicities = (groups: readonly ExtractionGroup[]): number[] =>
  [...new Set(groups.map(({ setting }) => setting.multiplicity!))].sort((a, b) => a - b);

function countsOf(groups: readonly ExtractionGroup[]): string {
  const range = (counts: readonly number[], what: string): string => {
    const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
    return `${fewest === most ? most : `${fewest} to ${most}`} ${what}${most === 1 ? '' : 's'}`;
  };
  const questions = groups.map((group) => group.heldOut);
  const seeds = groups.map((group) => group.seeds);
  return `${range(questions, 'question')} over ${range(seeds, 'seed')}`;
}
