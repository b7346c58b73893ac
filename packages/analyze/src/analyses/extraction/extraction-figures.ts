import type { ErrorClass } from '@lethe/contracts';
import type { Figure } from '../../report/figure.js';
import { percentText } from '../../report/sample-text.js';
import { intervalOf } from '../../statistics/interval-of.js';
import { countsOf, drawnGroups, figureByMultiplicity, inOrder } from './by-multiplicity.js';
import type { ExtractionGroup } from './extraction-group.js';

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
  const tuned = drawnGroups(groups);
  return tuned.length === 0 ? [] : [exactMatch(tuned, level), answerShares(tuned)];
}

const kindOf = ({ name }: ExtractionGroup): string => name.get('fineTuning')!;
/** Of the numbered colours; the last is grey. */
const COLOURS = 7;

function exactMatch(groups: readonly ExtractionGroup[], level: number): Figure {
  const present = [...new Set(inOrder(groups).map(kindOf))];
  return figureByMultiplicity(
    groups,
    {
      id: 'extraction-exact-match',
      title: 'Held-out questions answered after fine-tuning',
      caption: `Exact match on the questions of subjects that fine-tuning did not show, by the number of templates K in which pretraining told each fact. Whiskers are ${percentText(level)} bootstrap intervals over seeds and facts (n = ${countsOf(groups)}); where no bar stands, no question was answered.`,
      yLabel: 'exact match',
    },
    present.map((kind, i) => ({
      key: kind,
      label: kind,
      colour: i % COLOURS,
      style: 'bar',
      value: (group) => {
        if (kindOf(group) !== kind) return undefined;
        const { heldOut } = group.shares;
        return { y: heldOut.point, ...(group.facts < 2 ? undefined : intervalOf(heldOut, level)) };
      },
    })),
    ['fineTuning'],
  );
}

function answerShares(groups: readonly ExtractionGroup[]): Figure {
  const share = ({ errors, shares }: ExtractionGroup, kind: string): number =>
    kind === 'none' ? shares.heldOut.point : (errors.get(kind) ?? 0);
  const present = answerKinds.filter(({ name }) => groups.some((group) => share(group, name) > 0));
  return figureByMultiplicity(
    groups,
    {
      id: 'extraction-answers',
      title: 'What held-out questions are answered with',
      caption: `Shares of all held-out questions (n = ${countsOf(groups)}). A relation token is what pretraining lets follow the subject: the fact may be stored and still not be said.`,
      yLabel: 'share of questions',
    },
    present.map(({ name, label, colour }) => ({
      key: name,
      label,
      colour,
      style: 'stack',
      value: (group) => ({ y: share(group, name) }),
    })),
  );
}
