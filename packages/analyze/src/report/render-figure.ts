import { formatInterval, formatValue } from '../format-value.js';
import { drawPanel, frameOf, xScaleOf, yScaleOf } from './draw-panel.js';
import { embedJson, escapeHtml } from './escape-html.js';
import type { Figure, LegendKey, Panel, Point } from './figure.js';
import { thinPoints } from './thin-points.js';

const TABLE_ROWS = 12;

/** A figure as HTML: legend, panels, caption, CSV link, table, and the data for the readout. */
export function renderFigure(figure: Figure): string {
  const panels = figure.panels.filter((panel) => panel.series.some((series) => series.points.length > 0));
  if (panels.length === 0) return '';
  const drawn = { ...figure, panels };
  const frame = frameOf(drawn);
  const x = xScaleOf(drawn, frame);
  const shared = yScaleOf(drawn, panels, frame);
  const scales = panels.map((panel) => (figure.sharedY ? shared : yScaleOf(drawn, [panel], frame)));
  const data = {
    xName: figure.xName,
    frame,
    x: { log: x.log, domain: x.domain },
    panels: panels.map((panel, i) => ({
      y: scales[i]!.domain,
      series: panel.series.map(({ label, keys, colour, style, points }) => ({
        label,
        keys,
        colour,
        fitted: style === 'thin',
        points: points.map(({ x: at, y, low, high }) => [at, y, low, high].map(rounded)),
      })),
    })),
  };
  return `<figure class="figure" id="${figure.id}">
<h3>${escapeHtml(figure.title)}</h3>
<div class="legend" role="group" aria-label="Series of the figure">${figure.legend.map(renderKey).join('')}</div>
<div class="panels${panels.length === 1 ? ' single' : ''}">${panels.map((_, i) => drawPanel(drawn, i, frame, x, scales[i]!)).join('\n')}</div>
<div class="readout" hidden></div>
<figcaption>${escapeHtml(figure.caption)}</figcaption>
<div class="extras"><a download="${figure.id}.csv" href="data:text/csv;charset=utf-8,${encodeURIComponent(csv(drawn))}">CSV</a>
<details><summary>Table</summary>${panels.map((panel) => renderTable(drawn, panel)).join('')}</details></div>
<script type="application/json" class="figure-data">${embedJson(data)}</script>
</figure>`;
}

function renderKey({ key, label, colour, dash, style = 'line', on }: LegendKey): string {
  const pattern = dash === '' ? '' : ` stroke-dasharray="${dash}"`;
  return `<button type="button" class="key c${colour}" data-key="${escapeHtml(key)}" aria-pressed="${on}"><svg width="26" height="10" aria-hidden="true"><line class="${style}" x1="1" x2="25" y1="5" y2="5"${pattern}/></svg>${escapeHtml(label)}</button>`;
}

function csv(figure: Figure): string {
  const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = figure.panels.flatMap((panel) =>
    panel.series.flatMap((series) =>
      series.points.map(({ x, y, low, high }) =>
        [
          cell(panel.title),
          cell(series.label),
          ...[x, y, low, high].map((value) => rounded(value) ?? ''),
        ].join(','),
      ),
    ),
  );
  return ['panel,series,x,y,low,high', ...lines, ''].join('\n');
}

function renderTable(figure: Figure, panel: Panel): string {
  const all = new Map<number, Point[]>();
  panel.series.forEach((series, i) => {
    for (const point of series.points) {
      const row = all.get(point.x) ?? [];
      row[i] = point;
      all.set(point.x, row);
    }
  });
  const xs = [...all.keys()].sort((a, b) => a - b).map((x) => ({ x, y: 0 }));
  const rows = thinPoints(xs, figure.xScale === 'log', TABLE_ROWS).map(({ x }) => {
    const cells = panel.series.map((_, i) => {
      const point = all.get(x)![i];
      return `<td>${point ? `${formatValue(point.y)} <span class="interval">${formatInterval(point.low ?? null, point.high ?? null)}</span>` : ''}</td>`;
    });
    return `<tr><th scope="row">${x}</th>${cells.join('')}</tr>`;
  });
  const head = panel.series.map((series) => `<th scope="col">${escapeHtml(series.label)}</th>`).join('');
  return `<div class="scroll"><table class="numbers"><caption>${escapeHtml(panel.title || figure.title)}</caption><thead><tr><th scope="col">${escapeHtml(figure.xName)}</th>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

/** Five digits are more than a figure shows and keep the page small. */
const rounded = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : Number(value.toPrecision(5));
