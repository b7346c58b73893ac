import type { Figure, Panel } from './figure.js';

/** One value of a panel as the drawings, the page and the CSV file hold it. */
export interface FigureRow {
  series: string;
  x: number | string;
  y: number;
  low: number | null;
  high: number | null;
}

/** The values of a panel, series by series. */
export function panelRows(figure: Figure, panel: Panel): FigureRow[] {
  return panel.series.flatMap(({ label, points }) =>
    points.map(({ x, y, low, high }) => ({
      series: label,
      x: figure.xScale === 'category' ? (figure.xLabels?.[x - 1] ?? String(x)) : rounded(x)!,
      y: rounded(y)!,
      low: rounded(low),
      high: rounded(high),
    })),
  );
}

/** The values of a figure as CSV: one row per panel, series and x; empty cells where there is no interval. */
export function figureCsv(figure: Figure): string {
  const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = figure.panels.flatMap((panel) =>
    panelRows(figure, panel).map(({ series, x, y, low, high }) =>
      [cell(panel.title), cell(series), cell(String(x)), y, low ?? '', high ?? ''].join(','),
    ),
  );
  return ['panel,series,x,y,low,high', ...lines, ''].join('\n');
}

/** Six digits are more than a figure shows and keep the page small. */
function rounded(value: number | undefined): number | null {
  return value === undefined ? null : Number(value.toPrecision(6));
}
