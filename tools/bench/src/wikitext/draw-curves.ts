import { createRequire } from 'node:module';
import { Resvg, type ResvgRenderOptions } from '@resvg/resvg-js';
import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { type ComparedCurves, type ComparedPoint, largestDifference, relativeDifference } from './curves.js';

const FONT = 'DejaVu Sans';
const WIDTH = 560;
const PNG_WIDTH = 1400;

/** Curves of the losses and of their differences, in the order of the legends, and their colours. */
const losses = {
  'Lethe, held-out rows': '#1b6ca8',
  'PyTorch, held-out rows': '#d1495b',
  'Lethe, training batches': '#b9c4cd',
};
const differences = { 'on held-out rows': '#1b6ca8', 'on training batches': '#b9c4cd' };

/** Both trainings as one SVG: losses above, the relative difference of the two below. */
export async function drawCurves(curves: ComparedCurves): Promise<string> {
  const view = new View(parse(compile(specification(curves)).spec), { renderer: 'none' });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

/** An SVG as PNG. */
export function toPng(svg: string): Uint8Array {
  const font = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');
  const options: ResvgRenderOptions = {
    background: 'white',
    fitTo: { mode: 'width', value: PNG_WIDTH },
    font: { fontFiles: [font], loadSystemFonts: false, defaultFontFamily: FONT },
  };
  return new Resvg(svg, options).render().asPng();
}

type Point = { step: number; value: number };
type Layer = Extract<TopLevelSpec, { layer: unknown }>['layer'][number];
type Mark = Extract<Layer, { mark: unknown }>['mark'];

function specification({ training, validation }: ComparedCurves): TopLevelSpec {
  const furthest = largestDifference(validation);
  const last = validation.at(-1)!;
  const of = (points: readonly ComparedPoint[], value: (point: ComparedPoint) => number): Point[] =>
    points.map((point) => ({ step: point.step, value: value(point) }));
  const percent = (point: ComparedPoint): number => 100 * relativeDifference(point);
  const lossPanel = curves(losses, 'loss, nats per token', { zero: false }, null);
  const differencePanel = curves(differences, 'Lethe - PyTorch, %', { domain: [-1.2, 1.2] }, 'updates');
  const limits: Layer = {
    data: { values: [{ value: 1 }, { value: -1 }] },
    mark: { type: 'rule', strokeDash: [4, 4], color: '#888' },
    encoding: { y: { field: 'value', type: 'quantitative' } },
  };
  const line = (strokeWidth: number) => ({ type: 'line', strokeWidth }) as const;
  return {
    background: 'white',
    padding: 12,
    title: {
      // Short lines: without a canvas, text is taken to be wider than it is.
      text: 'A small GPT-2 on WikiText-2, by Lethe and by PyTorch',
      subtitle: [
        'from the same initial weights, on the same batches',
        `after ${last.step} updates ${last.lethe.toFixed(4)} and ${last.pytorch.toFixed(4)} nats per token on held-out rows`,
        `largest difference of that loss on the way: ${(100 * furthest.share).toPrecision(2)} %`,
      ],
      anchor: 'start',
      offset: 12,
    },
    vconcat: [
      {
        width: WIDTH,
        height: 260,
        layer: [
          lossPanel(
            'Lethe, training batches',
            line(1),
            of(training, ({ lethe }) => lethe),
          ),
          lossPanel(
            'Lethe, held-out rows',
            line(2),
            of(validation, ({ lethe }) => lethe),
          ),
          lossPanel(
            'PyTorch, held-out rows',
            { type: 'point', size: 45, strokeWidth: 1.5 },
            of(validation, ({ pytorch }) => pytorch),
          ),
        ],
      },
      {
        width: WIDTH,
        height: 130,
        layer: [
          limits,
          differencePanel('on training batches', line(1), of(training, percent)),
          differencePanel('on held-out rows', { ...line(1.5), point: { size: 20 } }, of(validation, percent)),
        ],
      },
    ],
    resolve: { scale: { color: 'independent' } },
    config: {
      font: FONT,
      // The page that shows the figure says what it is.
      aria: false,
      axis: {
        ...{ labelFont: FONT, titleFont: FONT, titleFontWeight: 'normal' },
        ...{ gridColor: '#eee', domainColor: '#999' },
      },
      legend: { labelFont: FONT, labelLimit: 300 },
      title: { font: FONT, subtitleFont: FONT, fontSize: 14, subtitleFontSize: 11, subtitleColor: '#555' },
      view: { stroke: null },
    },
  };
}

/** Layers of one panel, each with a curve. */
function curves<Name extends string>(
  colours: Record<Name, string>,
  title: string,
  scale: object,
  stepTitle: string | null,
): (name: Name, mark: Mark, points: readonly Point[]) => Layer {
  return (name, mark, points) => ({
    data: { values: points.map((point) => ({ ...point, name })) },
    mark,
    encoding: {
      x: { field: 'step', type: 'quantitative', title: stepTitle },
      y: { field: 'value', type: 'quantitative', title, scale },
      color: {
        field: 'name',
        type: 'nominal',
        scale: { domain: Object.keys(colours), range: Object.values(colours) },
        legend: { title: null, orient: 'top', symbolType: 'stroke', symbolStrokeWidth: 3 },
      },
    },
  });
}
