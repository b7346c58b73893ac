import type { Spec } from 'vega';
import { compileSpec, drawSvg, FILE_FONT, PAGE_FONT } from './compile-spec.js';
import type { Figure, Panel } from './figure.js';
import { type FigureRow, panelRows } from './figure-rows.js';
import { markRows, panelSpec, type SpecPart, shownParameter } from './panel-spec.js';
import { withLightColours } from './theme.js';
import { yRanges } from './value-range.js';

/** Room around the axes of a panel in the page, in pixels. */
export const PADDING = { left: 44, right: 22, top: 30, bottom: 42 } as const;
export const HEIGHT = 210;
/** In files of more panels than this all are lower. */
const MANY_PANELS = 12;
const LOW_HEIGHT = 120;

/** A panel as the page holds it: drawn once, and ready to be drawn again by the browser. */
export interface DrawnPanel {
  panel: Panel;
  /** Vega specification over the data sets `values`, `marks` and `cursor`. */
  spec: Spec;
  values: FigureRow[];
  marks: { x: number | string }[];
  svg: string;
}

/** Draws every panel of a figure without empty parts for the page. */
export async function drawPanels(figure: Figure): Promise<DrawnPanel[]> {
  const width = figure.panels.length === 1 ? 700 : 340;
  const ranges = yRanges(figure);
  // Panels of the same series differ in their data alone, and compiling takes as long as drawing.
  const compiled = new Map<string, Spec>();
  return Promise.all(
    figure.panels.map(async (panel, i) => {
      const lite: SpecPart = {
        width,
        height: HEIGHT,
        padding: PADDING,
        autosize: 'none',
        background: 'transparent',
        params: [shownParameter(figure)],
        data: { name: 'values' },
        ...panelSpec(figure, panel, ranges[i]!, true),
      };
      const key = JSON.stringify(lite);
      const spec = compiled.get(key) ?? compileSpec(lite, PAGE_FONT);
      compiled.set(key, spec);
      const values = panelRows(figure, panel);
      const marks = markRows(panel);
      const svg = await drawSvg(spec, `${figure.id}-${i}`, { values, marks, cursor: [] });
      return { panel, spec, values, marks, svg };
    }),
  );
}

/** A figure without empty parts as one SVG file: its title, all panels and a legend. */
export async function drawFigureSvg(figure: Figure): Promise<string> {
  const ranges = yRanges(figure);
  const single = figure.panels.length === 1;
  const panels = figure.panels.map((panel, i): SpecPart => {
    const spec = panelSpec(figure, panel, ranges[i]!, false);
    const layer = (spec.layer as SpecPart[]).map((part) => ({
      ...part,
      // Parts of one name would share the data of one panel.
      name: `${part.name}-${i}`,
      // Each panel has separate data.
      data: { values: part.data === undefined ? panelRows(figure, panel) : markRows(panel) },
    }));
    const title = { text: panel.title, anchor: 'start', frame: 'group', offset: 24, dx: -40 };
    return {
      ...spec,
      layer,
      width: single ? 620 : 330,
      height: figure.panels.length > MANY_PANELS ? LOW_HEIGHT : HEIGHT,
      ...(panel.title === '' ? {} : { title }),
    };
  });
  const svg = await drawSvg(
    compileSpec(
      {
        title: { text: figure.title, anchor: 'start', fontSize: 16, offset: single ? 24 : 12 },
        background: '#ffffff',
        padding: 16,
        params: [shownParameter(figure)],
        concat: panels,
        columns: figure.panels.length === 4 ? 2 : 3,
        spacing: { row: 60, column: 56 },
        config: { legend: { orient: 'bottom', columns: single ? 3 : 4, offset: 14 } },
      },
      FILE_FONT,
    ),
    figure.id,
  );
  return withLightColours(svg);
}
