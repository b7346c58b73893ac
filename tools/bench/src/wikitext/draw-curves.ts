import { createRequire } from 'node:module';
import { Resvg, type ResvgRenderOptions } from '@resvg/resvg-js';
import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { type ComparedCurves, largestDifference, relativeDifference } from './curves.js';

const FONT = 'DejaVu Sans';
const WIDTH = 560;
const PNG_WIDTH = 1400;

const names = {
  lethe: 'Lethe, held-out rows',
  pytorch: 'PyTorch, held-out rows',
  training: 'Lethe, training batches',
};
const colours: Record<keyof typeof names, string> = {
  lethe: '#1b6ca8',
  pytorch: '#d1495b',
  training: '#b9c4cd',
};
const differences = { validation: 'on held-out rows', training: 'on training batches' };

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

function specification(curves: ComparedCurves): TopLevelSpec {
  const { training, validation } = curves;
  const furthest = largestDifference(validation);
  const last = validation.at(-1)!;
  const percent = (share: number): string => `${(100 * share).toPrecision(2)} %`;
  const x = { field: 'step', type: 'quantitative' } as const;
  const losses = [
    ...training.map(({ step, lethe }) => ({ step, loss: lethe, curve: names.training })),
    ...validation.map(({ step, lethe }) => ({ step, loss: lethe, curve: names.lethe })),
    ...validation.map(({ step, pytorch }) => ({ step, loss: pytorch, curve: names.pytorch })),
  ];
  const shares = (['training', 'validation'] as const).flatMap((name) =>
    curves[name].map((point) => ({
      step: point.step,
      percent: 100 * relativeDifference(point),
      curve: differences[name],
    })),
  );
  const of = (curve: string) => ({ filter: { field: 'curve', equal: curve } });
  const colour = (domain: string[], range: string[]) => ({
    field: 'curve',
    type: 'nominal' as const,
    scale: { domain, range },
    legend: { title: null, orient: 'top' as const, symbolType: 'stroke' as const, symbolStrokeWidth: 3 },
  });
  const order = ['lethe', 'pytorch', 'training'] as const;
  const lossColour = colour(
    order.map((key) => names[key]),
    order.map((key) => colours[key]),
  );
  const shareColour = colour(
    [differences.validation, differences.training],
    [colours.lethe, colours.training],
  );
  return {
    background: 'white',
    padding: 12,
    title: {
      // Short lines: without a canvas, text is taken to be wider than it is.
      text: 'A small GPT-2 on WikiText-2, by Lethe and by PyTorch',
      subtitle: [
        'from the same initial weights, on the same batches',
        `after ${last.step} updates ${last.lethe.toFixed(4)} and ${last.pytorch.toFixed(4)} nats per token on held-out rows`,
        `largest difference of that loss on the way: ${percent(furthest.share)}`,
      ],
      anchor: 'start',
      offset: 12,
    },
    vconcat: [
      {
        width: WIDTH,
        height: 260,
        data: { values: losses },
        encoding: {
          x: { ...x, title: null },
          y: { field: 'loss', type: 'quantitative', scale: { zero: false }, title: 'loss, nats per token' },
          color: lossColour,
        },
        layer: [
          { transform: [of(names.training)], mark: { type: 'line', strokeWidth: 1 } },
          { transform: [of(names.lethe)], mark: { type: 'line', strokeWidth: 2 } },
          { transform: [of(names.pytorch)], mark: { type: 'point', size: 45, strokeWidth: 1.5 } },
        ],
      },
      {
        width: WIDTH,
        height: 130,
        layer: [
          {
            data: { values: [{ percent: 1 }, { percent: -1 }] },
            mark: { type: 'rule', strokeDash: [4, 4], color: '#888' },
            encoding: { y: { field: 'percent', type: 'quantitative' } },
          },
          ...(['training', 'validation'] as const).map((name) => ({
            data: { values: shares },
            transform: [of(differences[name])],
            mark:
              name === 'training'
                ? { type: 'line' as const, strokeWidth: 1 }
                : { type: 'line' as const, strokeWidth: 1.5, point: { size: 20 } },
            encoding: {
              x: { ...x, title: 'updates' },
              y: {
                field: 'percent',
                type: 'quantitative' as const,
                title: 'Lethe - PyTorch, %',
                scale: { domain: [-1.2, 1.2] },
              },
              color: shareColour,
            },
          })),
        ],
      },
    ],
    resolve: { scale: { color: 'independent' } },
    config: {
      font: FONT,
      // The page that shows the figure says what it is.
      aria: false,
      axis: {
        labelFont: FONT,
        titleFont: FONT,
        titleFontWeight: 'normal',
        gridColor: '#eee',
        domainColor: '#999',
      },
      legend: { labelFont: FONT, labelLimit: 300 },
      title: { font: FONT, subtitleFont: FONT, fontSize: 14, subtitleFontSize: 11, subtitleColor: '#555' },
      view: { stroke: null },
    },
  };
}
