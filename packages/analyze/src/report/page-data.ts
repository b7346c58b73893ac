import type { Spec } from 'vega';
import { type DrawnPanel, PADDING } from './draw-figure.js';
import { embedJson } from './escape-html.js';
import { type Figure, isShown } from './figure.js';
import type { FigureRow } from './figure-rows.js';

/** One series in the page: columns of its values. */
interface SeriesColumns {
  label: string;
  x: (number | string)[];
  y: number[];
  low?: (number | null)[];
  high?: (number | null)[];
}

/** What the scripts of the page read: Vega specifications, each once, and the values of the figures. */
export class PageData {
  readonly #specs = new Map<string, number>();
  readonly #figures: Record<string, unknown> = {};
  readonly #other: Record<string, unknown> = {};

  /** Keeps a specification and returns its number; panels of many groups share one. */
  addSpec(spec: Spec): number {
    const text = JSON.stringify(spec);
    const known = this.#specs.get(text) ?? this.#specs.size;
    this.#specs.set(text, known);
    return known;
  }

  addFigure(figure: Figure, drawn: readonly DrawnPanel[]): void {
    const all = figure.panels.flatMap(({ series }) => series);
    this.#figures[figure.id] = {
      xName: figure.xName,
      shown: all.filter((entry) => isShown(figure, entry)).map(({ label }) => label),
      series: Object.fromEntries(
        all.map(({ label, keys, colour, style }) => [label, { keys, colour, fitted: style === 'thin' }]),
      ),
      panels: drawn.map(({ panel, spec, values, marks }) => ({
        title: panel.title,
        spec: this.addSpec(spec),
        marks: marks.map(({ x }) => x),
        series: columnsOf(values),
      })),
    };
  }

  /** Anything else that a script reads, by a name of its own. */
  add(name: string, value: unknown): void {
    this.#other[name] = value;
  }

  /** The script element. */
  render(): string {
    const specs = [...this.#specs.keys()].map((text) => JSON.parse(text) as Spec);
    const data = { padding: PADDING, specs, figures: this.#figures, ...this.#other };
    return `<script type="application/json" id="page-data">${embedJson(data)}</script>`;
  }
}

function columnsOf(rows: readonly FigureRow[]): SeriesColumns[] {
  const series = new Map<string, FigureRow[]>();
  for (const row of rows) {
    const known = series.get(row.series);
    if (known) known.push(row);
    else series.set(row.series, [row]);
  }
  return Array.from(series, ([label, members]) => ({
    label,
    x: members.map(({ x }) => x),
    y: members.map(({ y }) => y),
    ...(members.some(({ low }) => low !== null)
      ? { low: members.map(({ low }) => low), high: members.map(({ high }) => high) }
      : undefined),
  }));
}
