import type { Figure, LegendKey, Panel, Point, Series } from '../../report/figure.js';
import { thinPoints } from '../../report/thin-points.js';
import type { LossCurves } from './read-losses.js';

/** Points of one curve, and of all that stand in one figure. */
const DRAWN = 300;
const DRAWN_IN_ALL = 6000;
const FEWEST_DRAWN = 60;

const TRAINING = 'training';
const HELD_OUT = 'held-out rows';
/** Of a normal distribution, for an interval of 95 %. */
const TWO_SIDED = 1.96;

/** Runs that share a panel, such as seeds of one setting. */
export interface LossPanel {
  /** Empty where there is one panel. */
  title: string;
  runs: readonly LossCurves[];
}

/**
 * Loss of some runs: on the batches that they train on and, where they evaluate, on rows held out.
 * @param injected whether batches hold injected texts, which the caption tells
 */
export function lossFigure(groups: readonly LossPanel[], id: string, injected: boolean): Figure {
  const runs = groups.flatMap((group) => group.runs);
  const names = groups.every((group) => group.runs.length === 1)
    ? []
    : [...new Set(runs.map(({ name }) => name))];
  const drawn = Math.max(FEWEST_DRAWN, Math.min(DRAWN, Math.floor(DRAWN_IN_ALL / runs.length)));
  const block = Math.max(1, ...runs.map(({ curve }) => Math.ceil(curve.loss.length / drawn)));
  const evaluated = runs.some(({ evaluation }) => evaluation);
  const lookOf = (name: string, kind: number): Pick<Series, 'colour' | 'dash'> => {
    const place = names.indexOf(name);
    return place < 0 ? { colour: kind, dash: [] } : { colour: place % 7, dash: place < 7 ? [] : [7, 3] };
  };
  const seriesOf = (run: LossCurves): Series[] => {
    const named = (kind: string): Pick<Series, 'label' | 'keys'> => ({
      label: names.length === 0 ? kind : evaluated ? `${run.name}, ${kind}` : run.name,
      keys: [...(names.length === 0 ? [] : [run.name]), ...(evaluated || names.length === 0 ? [kind] : [])],
    });
    const training: Series = {
      ...named(TRAINING),
      ...lookOf(run.name, 0),
      style: evaluated ? 'thin' : 'line',
      points: blockMeans(run, block),
    };
    if (!run.evaluation) return [training];
    const points = evaluationPoints(run.evaluation, drawn);
    return [training, { ...named(HELD_OUT), ...lookOf(run.name, 1), style: 'line', points }];
  };
  return {
    id: `${id}-loss`,
    title: evaluated ? 'Loss, training and held out' : 'Training loss',
    caption:
      captionOf(groups, block, evaluated) +
      (injected ? ' Batches with injected texts count like any other.' : ''),
    xLabel: 'training step',
    yLabel: 'loss, nats/token',
    xName: 'step',
    xScale: 'linear',
    sharedY: true,
    yIncludes: [],
    legend: legendOf(names, evaluated, lookOf),
    panels: groups.map(({ title, runs: members }): Panel => {
      return { title, marks: [], series: members.flatMap(seriesOf) };
    }),
  };
}

function legendOf(
  names: readonly string[],
  evaluated: boolean,
  lookOf: (name: string, kind: number) => Pick<Series, 'colour' | 'dash'>,
): LegendKey[] {
  const alone = names.length === 0;
  const key = (
    name: string,
    look: Pick<Series, 'colour' | 'dash'>,
    style: LegendKey['style'],
  ): LegendKey => ({ key: name, label: name, ...look, style, on: true });
  // Where colours are runs, kinds are told apart by the width of a grey line.
  const grey = { colour: 7, dash: [] };
  return [
    ...names.map((name) => key(name, lookOf(name, 0), 'line')),
    ...(alone || evaluated ? [key(TRAINING, alone ? lookOf('', 0) : grey, evaluated ? 'thin' : 'line')] : []),
    ...(evaluated ? [key(HELD_OUT, alone ? lookOf('', 1) : grey, 'line')] : []),
  ];
}

function captionOf(groups: readonly LossPanel[], block: number, evaluated: boolean): string {
  const means = block > 1 ? `, averaged over blocks of ${block} steps` : '';
  const seeds = Math.max(...groups.map(({ runs }) => runs.length));
  const lines = seeds > 1 ? ' One line for each run.' : '';
  const rows = [
    ...new Set(groups.flatMap(({ runs }) => runs.flatMap(({ evaluation }) => evaluation?.rows ?? []))),
  ];
  const heldOut = evaluated
    ? ` Held-out rows (n = ${rows.join(', ')}) are never trained on; their band is a 95 % interval of the mean over rows.`
    : '';
  return `Mean next-token loss of the batch before each update${means}.${lines}${heldOut}`;
}

function evaluationPoints(
  { step, loss, standardError }: NonNullable<LossCurves['evaluation']>,
  drawn: number,
): Point[] {
  const points = Array.from(step, (x, i): Point => {
    const half = TWO_SIDED * standardError[i]!;
    return {
      x,
      y: loss[i]!,
      ...(Number.isFinite(half) ? { low: loss[i]! - half, high: loss[i]! + half } : undefined),
    };
  });
  return thinPoints(
    points.filter(({ y }) => Number.isFinite(y)),
    false,
    drawn,
  );
}

function blockMeans({ curve }: LossCurves, block: number): Point[] {
  const points: Point[] = [];
  for (let start = 0; start < curve.loss.length; start += block) {
    const values = curve.loss.subarray(start, start + block);
    const y = values.reduce((sum, value) => sum + value, 0) / values.length;
    if (Number.isFinite(y)) points.push({ x: curve.step[start]!, y });
  }
  return points;
}
