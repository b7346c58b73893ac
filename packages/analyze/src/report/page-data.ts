import type { Spec } from 'vega';
import type { FigureContent, PageContent, SeriesColumns } from '../page/page-content.js';
import { type DrawnPanel, PADDING } from './draw-figure.js';
import { embedJson } from './escape-html.js';
import { type Figure, isShown } from './figure.js';
import type { FigureRow } from './figure-rows.js';

/** Parts that some pages have. */
type PagePart = 'facts' | 'live';

/** What the scripts of the page read: Vega specifications, each once, and the values of the figures. */
export class PageData {
  readonly #specs = new Map<string, number>();
  readonly #figures: Record<string, FigureContent> = {};
  readonly #parts: Pick<PageContent, PagePart> = {};

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

  /** What the script of a part of the page reads. */
  add<Part extends PagePart>(part: Part, value: PageContent[Part]): void {
    this.#parts[part] = value;
  }

  /** The script element. */
  render(): string {
    const specs = [...this.#specs.keys()].map((text) => JSON.parse(text) as Spec);
    const content: PageContent = { padding: PADDING, specs, figures: this.#figures, ...this.#parts };
    return `<script type="application/json" id="page-data">${embedJson(content)}</script>`;
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
