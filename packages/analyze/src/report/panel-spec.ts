import type { TopLevelSpec } from 'vega-lite';
import { type Figure, isMarked, isShown, type Panel, type Series, type SeriesStyle } from './figure.js';
import type { FigureRow } from './figure-rows.js';
import { colour, seriesColour } from './theme.js';
import { type Range, xDomainOf, xRangeOf } from './value-range.js';

/** Steps as axes show them: 800, 1,200, 12k, 3M. */
export const STEP_LABEL =
  "abs(datum.value) >= 1000000 ? format(datum.value / 1000000, ',~r') + 'M' : abs(datum.value) >= 10000 ? format(datum.value / 1000, ',~r') + 'k' : format(datum.value, ',~r')";

/** A part of a Vega-Lite specification; Vega-Lite itself checks it when it is compiled. */
export type SpecPart = Readonly<Record<string, unknown>>;

const lineWidths: Partial<Record<SeriesStyle, number>> = { line: 1.8, wide: 4, thin: 1.1 };
const opacities: Partial<Record<SeriesStyle, number>> = { wide: 0.5, thin: 0.9, bar: 0.85 };

/**
 * The layers of one panel in Vega-Lite, over data sets named `values` (rows of `FigureRow`), `marks` and, where it is
 * interactive, `cursor`. The parameter `shown` says which series are hidden.
 * @param y range of the y axis
 */
export function panelSpec(figure: Figure, panel: Panel, y: Range, interactive: boolean): SpecPart {
  const { series } = panel;
  if (series.every(({ style }) => style === 'tile')) return tileSpec(figure, panel);
  const labels = series.map(({ label }) => label);
  const category = figure.xScale === 'category';
  const x = {
    field: 'x',
    type: category ? 'ordinal' : 'quantitative',
    title: figure.xLabel,
    sort: null,
    scale: category
      ? { type: 'band', domain: categories(figure), paddingInner: 0.2, paddingOuter: 0.1 }
      : { type: figure.xScale, domain: xDomainOf(figure), nice: false },
    axis: category ? { labelAngle: 0 } : { labelExpr: STEP_LABEL, ...ticks(figure) },
  };
  const yOf = (field: string) => ({
    field,
    type: 'quantitative',
    title: figure.yLabel,
    stack: null,
    scale:
      figure.yFloor === undefined
        ? { domain: y, nice: false, zero: false }
        : { type: 'log', domain: y, nice: false, clamp: true },
    axis: figure.yFloor === undefined ? { tickCount: 5 } : { values: decades(y), format: '~r' },
  });
  const colours = {
    field: 'series',
    type: 'nominal',
    scale: { domain: labels, range: series.map((entry) => seriesColour(entry.colour)) },
    legend: interactive ? null : legend(figure, panel, 'colour'),
  };
  const perSeries = (channel: (entry: Series) => unknown) => ({
    field: 'series',
    type: 'ordinal',
    sort: null,
    // Else Vega-Lite would interpolate between the first and the last width.
    scale: { type: 'ordinal', domain: labels, range: series.map(channel) },
    legend: null,
  });
  const beside = category ? { xOffset: { field: 'series', scale: { domain: sideBySide(panel) } } } : {};
  const drawn = (name: string, members: readonly Series[], mark: SpecPart, encoding: SpecPart) =>
    members.length === 0
      ? []
      : [
          {
            name,
            transform: [{ filter: hiddenFilter }, { filter: among(members) }],
            mark: { clip: true, ...mark },
            encoding: { x, y: yOf('y'), color: colours, ...encoding },
          },
        ];
  const styled = (...styles: SeriesStyle[]) => series.filter(({ style }) => styles.includes(style));
  const lines = styled('line', 'wide', 'thin');
  const banded = lines.filter(({ points }) => points.some(({ low }) => low !== undefined));
  const dots = series.filter(isMarked);
  const interval = { y: yOf('low'), y2: { field: 'high' } };
  const dashes = {
    ...perSeries(({ dash }) => (dash.length === 0 ? [1, 0] : dash)),
    legend: interactive ? null : legend(figure, panel, 'dash'),
  };
  return {
    layer: [
      ...injectionMarks(figure, panel, x),
      ...drawn(
        'bands',
        banded,
        { type: 'area', opacity: 0.16 },
        { ...interval, detail: { field: 'series' } },
      ),
      ...drawn(
        'lines',
        lines,
        { type: 'line', strokeJoin: 'round' },
        {
          strokeDash: dashes,
          strokeWidth: perSeries(({ style }) => lineWidths[style] ?? 1.8),
          opacity: perSeries(({ style }) => opacities[style] ?? 1),
        },
      ),
      ...drawn(
        'stack',
        styled('stack'),
        { type: 'bar', opacity: 0.85 },
        { y: { ...yOf('y'), stack: 'zero' } },
      ),
      ...drawn('bars', styled('bar'), { type: 'bar', opacity: 0.85 }, beside),
      ...drawn(
        'whiskers',
        styled('bar'),
        { type: 'rule', strokeWidth: 1 },
        { ...interval, ...beside, color: { value: colour('ink') } },
      ),
      ...drawn('dotWhiskers', styled('dot'), { type: 'rule' }, { ...interval, ...beside }),
      ...drawn(
        'dots',
        dots,
        { type: 'point', filled: true, size: 26, opacity: 1 },
        dots.some(({ style }) => style === 'dot') ? beside : {},
      ),
      ...(interactive && !category ? cursorLayers(x, yOf('y'), colours) : []),
    ],
  };
}

/** The parameter `shown` as a figure begins: series that are hidden are false in it. */
export function shownParameter(figure: Figure): { name: 'shown'; value: Record<string, boolean> } {
  const hidden = figure.panels.flatMap(({ series }) => series.filter((entry) => !isShown(figure, entry)));
  return { name: 'shown', value: Object.fromEntries(hidden.map(({ label }) => [label, false])) };
}

/** Rows of the data set `marks`. */
export const markRows = ({ marks }: Panel): Pick<FigureRow, 'x'>[] => marks.map((x) => ({ x }));

/** Type of whole specifications, of which the parts above are put together. */
export const topLevel = (spec: SpecPart): TopLevelSpec => spec as unknown as TopLevelSpec;

const hiddenFilter = 'shown[datum.series] !== false';
const among = (members: readonly Series[]) => ({ field: 'series', oneOf: members.map(({ label }) => label) });

/** Rows of tiles, each with its share in it. */
function tileSpec(figure: Figure, { series }: Panel): SpecPart {
  const band = { type: 'band', paddingInner: 0.06, paddingOuter: 0.03 };
  const x = {
    field: 'x',
    type: 'ordinal',
    title: figure.xLabel,
    sort: null,
    scale: { ...band, domain: categories(figure) },
    axis: { labelAngle: 0, domain: false, ticks: false },
  };
  const y = {
    field: 'series',
    type: 'ordinal',
    title: figure.yLabel,
    sort: null,
    scale: { ...band, domain: series.map(({ label }) => label) },
    axis: { domain: false, ticks: false, grid: false },
  };
  const share = { field: 'y', type: 'quantitative', legend: null };
  return {
    layer: [
      { name: 'ground', mark: { type: 'rect', color: colour('faint') }, encoding: { x, y } },
      {
        name: 'tiles',
        mark: { type: 'rect' },
        encoding: {
          ...{ x, y, color: { value: seriesColour(series[0]!.colour) } },
          opacity: { ...share, scale: { domain: [0, 1], range: [0, 1], clamp: true } },
        },
      },
      {
        name: 'shares',
        mark: { type: 'text', fontSize: 10 },
        encoding: {
          ...{ x, y, text: { field: 'y', type: 'quantitative', format: '.2f' } },
          color: { condition: { test: 'datum.y > 0.55', value: colour('card') }, value: colour('ink') },
        },
      },
    ],
  };
}

function sideBySide({ series }: Panel): string[] {
  return series.filter(({ style }) => style === 'bar' || style === 'dot').map(({ label }) => label);
}

function categories(figure: Figure): string[] {
  const [, to] = xRangeOf(figure);
  const most = Math.max(
    ...figure.panels.flatMap(({ series }) => series.flatMap(({ points }) => points.map(({ x }) => x))),
  );
  return Array.from({ length: Math.min(most, to) }, (_, i) => figure.xLabels?.[i] ?? String(i + 1));
}

/** Powers of ten within a range. */
function decades([from, to]: Range): number[] {
  const first = Math.ceil(Math.log10(from) - 1e-9);
  const last = Math.floor(Math.log10(to) + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => 10 ** (first + i));
}

/** Updates are whole numbers; a logarithmic axis shows a few round ones of each factor of ten. */
function ticks(figure: Figure): SpecPart {
  if (figure.xScale === 'linear') return { tickCount: 6, tickMinStep: 1 };
  const [from, to] = xRangeOf(figure);
  const decades = Math.log10(to / from);
  const steps = decades > 2.5 ? [1] : decades > 1.2 ? [1, 3] : [1, 2, 5];
  const first = Math.floor(Math.log10(from));
  const values = Array.from({ length: Math.ceil(decades) + 2 }, (_, i) =>
    steps.map((step) => step * 10 ** (first + i)),
  ).flat();
  return { values: values.filter((value) => value >= from * 0.999 && value <= to * 1.001) };
}

/** A legend of what is shown; lines of one colour differ in their dashes, so both channels share it. */
function legend(figure: Figure, panel: Panel, channel: 'colour' | 'dash'): SpecPart | null {
  const shown = panel.series.filter((entry) => isShown(figure, entry));
  const filled = shown.some(({ style }) => style === 'bar' || style === 'stack');
  if (filled && channel === 'dash') return null;
  return {
    title: null,
    values: shown.map(({ label }) => label),
    symbolType: filled ? 'square' : 'stroke',
    symbolSize: filled ? 120 : 400,
  };
}

function injectionMarks(figure: Figure, panel: Panel, x: SpecPart): SpecPart[] {
  if (panel.marks.length === 0) return [];
  const [from, to] = xRangeOf(figure);
  const common = {
    data: { name: 'marks' },
    transform: [{ filter: { field: 'x', range: [from, to] } }],
    encoding: { x },
  };
  return [
    { ...common, name: 'injections', mark: { type: 'rule', strokeDash: [1, 3], color: colour('rule') } },
    {
      ...common,
      name: 'injectionHeads',
      mark: {
        type: 'point',
        shape: 'triangle-down',
        filled: true,
        size: 34,
        opacity: 1,
        color: colour('soft'),
      },
      encoding: { x, y: { value: -3 } },
    },
  ];
}

/** What lies under the pointer or the arrow keys: a line, and a dot on every series. */
function cursorLayers(x: SpecPart, y: SpecPart, color: SpecPart): SpecPart[] {
  const data = { name: 'cursor' };
  return [
    { data, name: 'cursorLine', mark: { type: 'rule', color: colour('soft') }, encoding: { x } },
    {
      data,
      name: 'cursorDots',
      mark: { type: 'point', filled: true, size: 42, opacity: 1, clip: true },
      encoding: { x, y, color },
    },
  ];
}
