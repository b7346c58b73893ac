import { CONTROL } from '../../measurements/measurements.js';
import type { Figure, LegendKey, Panel, Point, Series } from '../../report/figure.js';
import { intervalOf } from '../../statistics/interval-of.js';
import { type Arm, partName } from './arms.js';
import type { DoseGroup } from './dose-group.js';
import { type Aspect, aspects, type Measure } from './measures.js';

/** Arms of a group that a figure compares, each at its place on the x axis. */
interface Axis {
  id: string;
  title: string;
  caption: string;
  xLabel: string;
  xName: string;
  labels: readonly string[];
  armsOf: (group: DoseGroup) => readonly { x: number; condition: string }[];
}

/** Figures over dose, and over parts of training where some facts were met in parts alone. */
export function doseFigures(groups: readonly DoseGroup[], level: number): Figure[] {
  return [doseAxis(groups), partAxis(groups)].flatMap((axis) =>
    axis ? [figureOf(axis, groups, level, 'share'), figureOf(axis, groups, level, 'nats')] : [],
  );
}

function doseAxis(groups: readonly DoseGroup[]): Axis | undefined {
  const doses = [...new Set(groups.flatMap(({ ladder }) => ladder.map(({ dose }) => dose)))];
  if (doses.length < 2) return undefined;
  const axis = [0, ...doses.sort((a, b) => a - b)];
  return {
    id: 'dose',
    title: 'by the number of encounters',
    caption: 'At 0 stand the controls, which training never meets.',
    ...{ xLabel: 'encounters of each fact', xName: 'dose', labels: axis.map(String) },
    armsOf: ({ ladder }) => [
      { x: 1, condition: CONTROL },
      ...ladder.map(({ dose, condition }) => ({ x: axis.indexOf(dose) + 1, condition })),
    ],
  };
}

function partAxis(groups: readonly DoseGroup[]): Axis | undefined {
  const inPart = groups.flatMap(({ arms }) => arms.filter(({ part }) => part.of > 1));
  const dose = Math.max(0, ...inPart.map((arm) => arm.dose));
  const isDrawn = (arm: Arm): boolean => arm.dose === dose;
  const order = ({ part }: Arm): number =>
    part.of === 1 ? 8 : part.of === 2 ? 4 + part.number : part.number;
  const drawn = groups.flatMap(({ arms }) => arms.filter(isDrawn)).sort((a, b) => order(a) - order(b));
  const labels = [...new Set(drawn.map(({ part }) => partName(part)))];
  if (inPart.length === 0 || labels.length < 2) return undefined;
  return {
    id: 'dose-windows',
    title: `by the part of training in which they were met ${dose} times`,
    caption: 'Measured at the end of training.',
    ...{ xLabel: 'part of training', xName: 'part', labels },
    armsOf: ({ arms }) =>
      arms
        .filter(isDrawn)
        .map(({ condition, part }) => ({ x: labels.indexOf(partName(part)) + 1, condition })),
  };
}

const titles: Record<Aspect, string> = {
  answers: 'answers',
  membership: 'membership',
  verbatim: 'verbatim',
  'log-probability': 'log-probability over controls',
};

function figureOf(axis: Axis, groups: readonly DoseGroup[], level: number, unit: 'share' | 'nats'): Figure {
  const isShown = (aspect: Aspect): boolean => (aspect === 'log-probability') === (unit === 'nats');
  const shown = aspects.filter(isShown);
  const measures = [
    ...new Map(
      groups.flatMap((group) => group.measures.map((measure) => [measure.label, measure] as const)),
    ).values(),
  ].filter(({ aspect }) => isShown(aspect));
  const legend = measures.map((measure, i): LegendKey => {
    const dash = dashes[Math.floor(i / COLOURS) % dashes.length]!;
    return { key: measure.label, label: measure.label, colour: i % COLOURS, dash, style: 'line', on: true };
  });
  const panels = groups.flatMap((group) =>
    shown.map((aspect): Panel => {
      const title = [group.label, unit === 'share' ? titles[aspect] : ''].filter((part) => part !== '');
      const own = legend.filter((_, i) => measures[i]!.aspect === aspect);
      return {
        title: title.join(', '),
        marks: [],
        series: own.map((key) =>
          seriesOf(key, measures.find(({ label }) => label === key.key)!, axis, group, level),
        ),
      };
    }),
  );
  const what =
    unit === 'share'
      ? 'Answers are exact matches of greedy generation; membership is the AUC of the loss and of Min-K% of texts against controls, 0.5 where they tell nothing; verbatim is the share of texts whose rest greedy decoding gives.'
      : 'Mean log-probability of texts and of the targets of probes minus that of controls.';
  return {
    id: unit === 'share' ? axis.id : `${axis.id}-log-probability`,
    title: `${unit === 'share' ? 'Recall, membership and extraction' : 'Log-probability over controls'} ${axis.title}`,
    caption: `${what} ${axis.caption}`,
    xLabel: axis.xLabel,
    yLabel: unit === 'share' ? 'share, or area under the ROC curve' : 'nats/token',
    ...{ xName: axis.xName, xScale: 'category', xLabels: axis.labels, sharedY: true },
    yIncludes: unit === 'share' ? [0, 1] : [0],
    legend,
    panels,
  };
}

const COLOURS = 7;
const dashes: readonly (readonly number[])[] = [[], [7, 3], [2, 3]];

function seriesOf(
  { key, label, colour, dash }: LegendKey,
  measure: Measure,
  axis: Axis,
  group: DoseGroup,
  level: number,
): Series {
  const points = axis.armsOf(group).flatMap(({ x, condition }): Point[] => {
    const estimate = group.of(measure, condition);
    if (!estimate) return [];
    const enough = group.evidence(condition).facts >= 2;
    return [{ x, y: estimate.point, ...(enough ? intervalOf(estimate, level) : undefined) }];
  });
  return { label, keys: [key], colour, style: 'line', dash, points: points.sort((a, b) => a.x - b.x) };
}
