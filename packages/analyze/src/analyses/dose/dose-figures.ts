import { CONTROL } from '../../measurements/measurements.js';
import type { Figure, LegendKey, Panel, Point, Series } from '../../report/figure.js';
import { percentText } from '../../report/sample-text.js';
import { intervalOf } from '../../statistics/interval-of.js';
import type { Arm } from './arms.js';
import type { DoseGroup } from './dose-group.js';
import { type Aspect, aspects, type Measure } from './measures.js';

/** Arms of a group that a figure compares, each at its place on the x axis. */
interface Axis {
  id: string;
  title: string;
  caption: string;
  xLabel: string;
  xName: string;
  style: 'line' | 'bar';
  labels: readonly string[];
  armsOf: (group: DoseGroup) => readonly { x: number; condition: string }[];
}

/** Figures over dose, and over parts of training where some facts were met in parts alone: one of each aspect. */
export function doseFigures(groups: readonly DoseGroup[], level: number): Figure[] {
  const measures = new Map(
    groups.flatMap((group) => group.measures.map((measure) => [measure.label, measure] as const)),
  );
  return [doseAxis(groups), partAxis(groups)].flatMap((axis) =>
    aspects.flatMap((aspect) => {
      const shown = [...measures.values()].filter((measure) => measure.aspect === aspect);
      return axis && shown.length > 0 ? [figureOf(axis, aspect, shown, groups, level)] : [];
    }),
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
    ...{ xLabel: 'encounters of each fact', xName: 'dose', labels: axis.map(String), style: 'line' },
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
  const labels = [...new Set(drawn.map(rangeOf))];
  if (inPart.length === 0 || labels.length < 2) return undefined;
  return {
    id: 'dose-windows',
    title: `by the part of training in which they were met ${dose} times`,
    caption: 'Measured at the end of training.',
    ...{ xLabel: 'part of training that met them, %', xName: 'part', labels, style: 'bar' },
    armsOf: ({ arms }) =>
      arms.filter(isDrawn).map((arm) => ({ x: labels.indexOf(rangeOf(arm)) + 1, condition: arm.condition })),
  };
}

/** `75-100`. */
const rangeOf = ({ part: { of, number } }: Arm): string =>
  `${(100 * number) / of}-${(100 * (number + 1)) / of}`;

const told: Record<Aspect, { title: string; caption: string; yLabel: string }> = {
  answers: {
    title: 'Answers',
    caption: 'Exact matches of greedy generation.',
    yLabel: 'share of probes',
  },
  membership: {
    title: 'Membership',
    caption:
      'How well the loss and Min-K% of a text tell facts from controls, ties counting half: 0.5 where they tell nothing.',
    yLabel: 'area under the ROC curve',
  },
  verbatim: {
    title: 'Verbatim extraction',
    caption: 'Texts whose rest greedy decoding gives from so many of their tokens.',
    yLabel: 'share of texts',
  },
  'log-probability': {
    title: 'Log-probability over controls',
    caption: 'Means of texts and of the targets of probes, minus those of controls.',
    yLabel: 'nats/token',
  },
};

function figureOf(
  axis: Axis,
  aspect: Aspect,
  measures: readonly Measure[],
  groups: readonly DoseGroup[],
  level: number,
): Figure {
  const { title, caption, yLabel } = told[aspect];
  const legend = measures.map(({ label }, i): LegendKey => {
    return {
      key: label,
      label,
      colour: i % COLOURS,
      dash: dashes[i % dashes.length]!,
      style: axis.style,
      on: true,
    };
  });
  return {
    id: `${axis.id}-${aspect}`,
    title: `${title} ${axis.title}`,
    caption: `${caption} ${axis.caption} Bands and whiskers: ${percentText(level)} intervals over facts and runs.`,
    ...{ xLabel: axis.xLabel, yLabel, xName: axis.xName },
    ...{ xScale: 'category', xLabels: axis.labels, sharedY: true },
    yIncludes: aspect === 'log-probability' ? [0] : [0, 1],
    legend,
    panels: groups.map((group): Panel => {
      const series = legend.map((key, i) => seriesOf(key, measures[i]!, axis, group, level));
      return { title: group.label, marks: [], series };
    }),
  };
}

const COLOURS = 7;
const dashes: readonly (readonly number[])[] = [[], [7, 3], [2, 3], [9, 3, 2, 3]];

function seriesOf(
  { key, label, colour, dash, style }: LegendKey,
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
  return { label, keys: [key], colour, style, dash, points: points.sort((a, b) => a.x - b.x) };
}
