import type { TrainingCurve } from '../read/read-training.js';
import type { Figure, Point } from './figure.js';

const DRAWN = 300;

/** Training loss of some runs. */
export function lossFigure(curves: readonly { run: string; curve: TrainingCurve }[], id: string): Figure {
  const drawn = curves.map(({ run, curve }, i) => ({
    run,
    colour: i % 7,
    dash: i < 7 ? [] : [7, 3],
    points: blockMeans(curve),
  }));
  const block = Math.max(...curves.map(({ curve }) => blockLength(curve)));
  return {
    id: `${id}-loss`,
    title: 'Training loss',
    caption: `Mean next-token loss of the batch before each update${block > 1 ? `, averaged over blocks of ${block} steps` : ''}. Batches with injected texts count like any other.`,
    xLabel: 'training step',
    yLabel: 'loss, nats/token',
    xName: 'step',
    xScale: 'linear',
    sharedY: true,
    yIncludes: [],
    legend: drawn.map(({ run, colour, dash }) => ({
      key: run,
      label: run,
      colour,
      dash,
      style: 'line',
      on: true,
    })),
    panels: [
      {
        title: '',
        marks: [],
        series: drawn.map(({ run, ...series }) => ({ label: run, keys: [run], style: 'line', ...series })),
      },
    ],
  };
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
