import { Error as ERRORS, logger, parse, type Spec, View } from 'vega';
import { type Config, compile } from 'vega-lite';
import { type SpecPart, topLevel } from './panel-spec.js';
import { colour } from './theme.js';

/** Fonts of the page; files of figures name the one font that is certain to be there. */
export const PAGE_FONT =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif';
export const FILE_FONT = 'DejaVu Sans';

/** Compiles a Vega-Lite specification to Vega, in the style of the report. */
export function compileSpec(spec: SpecPart, font: string): Spec {
  // It warns of width and opacity without a legend, which is intended.
  return compile(topLevel(spec), { config: config(font), logger: logger(ERRORS) }).spec;
}

/**
 * Draws a Vega specification as SVG, without a browser.
 * @param name begins the ids in it, which must be unique in a page
 * @param data rows of its named data sets
 */
export async function drawSvg(
  spec: Spec,
  name: string,
  data: Readonly<Record<string, readonly object[]>> = {},
): Promise<string> {
  const filled = (spec.data ?? []).map((entry) => {
    const values = data[entry.name];
    return values ? { ...entry, values: [...values] } : entry;
  });
  const view = new View(parse({ ...spec, data: filled } as Spec), { renderer: 'none' });
  try {
    return ownIds(shortNumbers(await view.toSVG()), name);
  } finally {
    view.finalize();
  }
}

/** Vega numbers its ids through the life of the process. */
function ownIds(svg: string, name: string): string {
  const ids = new Map(Array.from(svg.matchAll(/ id="([^"]+)"/g), ([, id], i) => [id!, `${name}-${i}`]));
  return svg.replace(
    /( id="|url\(#)([^")]+)/g,
    (_, before: string, id: string) => before + (ids.get(id) ?? id),
  );
}

/** A tenth of a pixel is more than anyone sees; the digits behind it would double the size of the page. */
function shortNumbers(svg: string): string {
  return svg.replace(/ (d|transform|x1|x2|y1|y2)="([^"]*)"/g, (_, name: string, value: string) => {
    const short = value.replace(/-?\d+\.\d+(e-?\d+)?/g, (number) =>
      String(Math.round(Number(number) * 10) / 10),
    );
    return ` ${name}="${short}"`;
  });
}

function config(font: string): Config {
  const text = { labelFont: font, titleFont: font, labelFontSize: 12, titleFontSize: 12 };
  return {
    font,
    // The page describes its figures itself, in fewer words.
    aria: false,
    view: { stroke: null },
    axis: {
      ...text,
      titleFontWeight: 'normal',
      labelColor: colour('soft'),
      titleColor: colour('soft'),
      tickColor: colour('rule'),
      domainColor: colour('rule'),
      gridColor: colour('faint'),
      titlePadding: 8,
    },
    axisX: { grid: false, labelFlush: false },
    // The title stands above the axis, in reading direction.
    axisY: {
      domain: false,
      ticks: false,
      titleAngle: 0,
      titleAlign: 'left',
      titleAnchor: 'end',
      titleX: -40,
      titleY: -12,
      labelPadding: 6,
    },
    // Without a canvas the width of text is taken as 0.8 of its height for each letter, which is too much by a third.
    legend: { labelFont: font, labelFontSize: 12, labelColor: colour('ink'), labelLimit: 600 },
    title: { font, color: colour('ink'), fontSize: 14, fontWeight: 600 },
  };
}
