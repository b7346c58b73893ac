import type { EvaluationCurve } from '../read/read-evaluation.js';
import type { TrainingCurve } from '../read/read-training.js';
import { thinPoints } from '../series/thin-points.js';
import type { Figure, LegendKey, Point, Series } from './figure.js';

const DRAWN = 300;

const TRAINING = 'training';
const HELD_OUT = 'held-out rows';
/** Of a normal distribution, for an interval of 95 %. */
const TWO_SIDED = 1.96;

/** Loss of some runs: on the batches that they train on and, where they evaluate, on rows held out. */
export function lossFigure(
  curves: readonly { run: string; curve: TrainingCurve; evaluation?: EvaluationCurve | undefined }[],
  id: string,
): Figure {
  const block = Math.max(...curves.map(({ curve }) => blockLength(curve)));
  const looks = curves.map((_, i) => ({ colour: i % 7, dash: i < 7 ? [] : [7, 3] }));
  const evaluated = curves.some(({ evaluation }) => evaluation);
  const key = (name: string, colour: number, dash: readonly number[], style: 'line' | 'thin'): LegendKey => ({
    key: name,
    label: name,
    colour,
    dash,
    style,
    on: true,
  });
  const series = curves.flatMap(({ run, curve, evaluation }, i): Series[] => {
    const one = curves.length === 1;
    const training: Series = {
      ...looks[i]!,
      label: evaluated ? (one ? TRAINING : `${run}, ${TRAINING}`) : run,
      keys: evaluated ? [run, TRAINING] : [run],
      style: evaluated ? 'thin' : 'line',
      points: blockMeans(curve),
    };
    if (!evaluation) return [training];
    const heldOut: Series = {
      ...looks[i]!,
      ...(one ? { colour: 1 } : undefined),
      label: one ? HELD_OUT : `${run}, ${HELD_OUT}`,
      keys: [run, HELD_OUT],
      style: 'line',
      points: evaluationPoints(evaluation),
    };
    return [training, heldOut];
  });
  const kinds = evaluated ? [key(TRAINING, 7, [], 'thin'), key(HELD_OUT, 7, [], 'line')] : [];
  const colours = curves.length === 1 ? series.map(({ colour }) => colour) : [];
  return {
    id: `${id}-loss`,
    title: evaluated ? 'Loss, training and held out' : 'Training loss',
    caption: `Mean next-token loss of the batch before each update${block > 1 ? `, averaged over blocks of ${block} steps` : ''}. Batches with injected texts count like any other.${evaluated ? ' Held-out rows are never trained on; their band is 95 % over rows.' : ''}`,
    xLabel: 'training step',
    yLabel: 'loss, nats/token',
    xName: 'step',
    xScale: 'linear',
    sharedY: true,
    yIncludes: [],
    legend: [
      ...(evaluated && curves.length === 1
        ? kinds.map((entry, i) => ({ ...entry, colour: colours[i] ?? 7 }))
        : [...curves.map(({ run }, i) => key(run, looks[i]!.colour, looks[i]!.dash, 'line')), ...kinds]),
    ],
    panels: [{ title: '', marks: [], series }],
  };
}

function evaluationPoints({ step, loss, standardError }: EvaluationCurve): Point[] {
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
  );
}

const blockLength = ({ loss }: TrainingCurve): number => Math.max(1, Math.ceil(loss.length / DRAWN));

function blockMeans(curve: TrainingCurve): Point[] {
  const block = blockLength(curve);
  const points: Point[] = [];
  for (let start = 0; start < curve.loss.length; start += block) {
    const values = curve.loss.subarray(start, start + block);
    const y = values.reduce((sum, value) => sum + value, 0) / values.length;
    if (Number.isFinite(y)) points.push({ x: curve.step[start]!, y });
  }
  return points;
}
