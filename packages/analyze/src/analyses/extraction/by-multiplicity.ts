import { ordered } from '../../measurements/measurements.js';
import type { Figure, LegendKey, Panel, Point, Series } from '../../report/figure.js';
import { type NamedPart, nameWithout } from '../../settings/setting-names.js';
import { type ExtractionGroup, isFineTuned } from './extraction-group.js';

const models = ['attention + MLP', 'attention only'];

/** A series of a figure over K: what is drawn of which groups. */
export interface MultiplicitySeries extends Omit<LegendKey, 'key' | 'dash' | 'on'> {
  /** Of the legend; unique. */
  key: string;
  /** Undefined where the group has no part in it. */
  value: (group: ExtractionGroup) => Omit<Point, 'x'> | undefined;
}

/** Fine-tuned groups whose multiplicity is known: those of which there are figures. */
export const drawnGroups = (groups: readonly ExtractionGroup[]): ExtractionGroup[] =>
  groups.filter((group) => isFineTuned(group) && group.setting.multiplicity !== null);

/**
 * A figure over the number of templates K in which each fact is told, with a panel for all groups that agree in their
 * names but for K and some other parts.
 * @param groups from `drawnGroups`, at least one
 * @param within parts of the names that differ within a panel, beside K
 */
export function figureByMultiplicity(
  groups: readonly ExtractionGroup[],
  text: Pick<Figure, 'id' | 'title' | 'caption' | 'yLabel'>,
  list: readonly MultiplicitySeries[],
  within: readonly NamedPart[] = [],
): Figure {
  const axis = [...new Set(groups.map(({ setting }) => setting.multiplicity!))].sort((a, b) => a - b);
  const panelOf = ({ name }: ExtractionGroup): string => nameWithout(name, 'multiplicity', ...within);
  const titles = ordered(groups.map(panelOf), inOrder(groups).map(panelOf));
  return {
    ...text,
    xLabel: 'multiplicity K',
    xName: 'multiplicity',
    xScale: 'category',
    xLabels: axis.map(String),
    sharedY: true,
    yIncludes: [0, 1],
    legend: list.map(({ key, label, colour, style }) => ({ key, label, colour, dash: [], style, on: true })),
    panels: titles.map((title): Panel => {
      const members = groups.filter((group) => panelOf(group) === title);
      return { title, marks: [], series: list.map((entry) => seriesOf(entry, members, axis)) };
    }),
  };
}

function seriesOf(
  { key, label, colour, style, value }: MultiplicitySeries,
  members: readonly ExtractionGroup[],
  axis: readonly number[],
): Series {
  const points = members.flatMap((group): Point[] => {
    const drawn = Number.isNaN(group.shares.heldOut.point) ? undefined : value(group);
    return drawn ? [{ x: axis.indexOf(group.setting.multiplicity!) + 1, ...drawn }] : [];
  });
  return { label, keys: [key], colour, style, dash: [], points: points.sort((a, b) => a.x - b.x) };
}

const kinds: readonly string[] = ['full', 'LoRA', 'rank 1'];

/** By model, then by kind of fine-tuning and rank. */
export function inOrder(groups: readonly ExtractionGroup[]): ExtractionGroup[] {
  const rank = ({ setting }: ExtractionGroup): number[] => [
    models.indexOf(setting.model),
    kinds.indexOf(setting.fineTuning),
    setting.loraRank ?? 0,
  ];
  return [...groups].sort((a, b) => {
    const other = rank(b);
    return rank(a).reduce((order, value, i) => order || value - other[i]!, 0);
  });
}

/** `336 questions over 3 seeds`. */
export function countsOf(groups: readonly ExtractionGroup[]): string {
  const range = (counts: readonly number[], what: string): string => {
    const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
    return `${fewest === most ? most : `${fewest} to ${most}`} ${what}${most === 1 ? '' : 's'}`;
  };
  const questions = groups.map((group) => group.heldOut);
  const seeds = groups.map((group) => group.seeds);
  return `${range(questions, 'question')} over ${range(seeds, 'seed')}`;
}
