import { drawBars } from './draw-bars.js';
import { drawLine } from './draw-line.js';
import { escapeHtml } from './escape-html.js';
import { type Figure, isShown, type Panel } from './figure.js';
import { linearScale, logScale, pixel, type Scale, tickText } from './scale.js';

/** Size of a panel and of the area inside its axes, in SVG units. */
export interface Frame {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** The frame of a panel; a single panel is wider. */
export function frameOf(figure: Figure): Frame {
  const width = figure.panels.length === 1 ? 760 : 400;
  const height = 280;
  return { width, height, left: 54, right: width - 20, top: 30, bottom: height - 44 };
}

/** The x scale that all panels of a figure share. */
export function xScaleOf(figure: Figure, frame: Frame): Scale {
  const xs = figure.panels.flatMap((panel) =>
    panel.series.flatMap((series) => series.points.map(({ x }) => x)),
  );
  const from = xs.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const to = xs.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const range = [frame.left, frame.right] as const;
  if (figure.xScale === 'log') return logScale([from, to === from ? from * 10 : to], range);
  if (figure.xScale === 'linear') return linearScale([from, to === from ? from + 1 : to], range);
  const scale = linearScale([0.5, to + 0.5], range);
  return { ...scale, ticks: Array.from({ length: to }, (_, i) => i + 1) };
}

/** The y scale of some panels. Wide intervals are cut, so that they do not flatten the means. */
export function yScaleOf(figure: Figure, panels: readonly Panel[], frame: Frame): Scale {
  const points = panels.flatMap((panel) =>
    panel.series.filter((series) => isShown(figure, series)).flatMap((series) => series.points),
  );
  const bounds = (values: number[]): [number, number] => [
    values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
  ];
  const [low, high] = bounds([...points.map(({ y }) => y), ...figure.yIncludes]);
  const span = high - low || 1;
  const [bandLow, bandHigh] = bounds(points.flatMap(({ y, low: l = y, high: h = y }) => [l, h]));
  const from = Math.max(Math.min(low, bandLow), low - 0.6 * span);
  const to = Math.min(Math.max(high, bandHigh), high + 0.6 * span);
  const padding = 0.04 * (to - from || 1);
  return linearScale([from - padding, to + padding], [frame.bottom, frame.top]);
}

/** One panel as SVG; the script of the page finds its series by `data-keys`. */
export function drawPanel(figure: Figure, index: number, frame: Frame, x: Scale, y: Scale): string {
  const panel = figure.panels[index]!;
  const id = `${figure.id}-${index}`;
  const shown = panel.series.filter((series) => series.points.length > 0);
  const bars = shown.filter((series) => series.style === 'bar');
  const body = shown.map((series) => {
    const content =
      series.style === 'bar'
        ? drawBars(series, bars.indexOf(series), bars.length, x, y)
        : drawLine(series, x, y);
    const hidden = isShown(figure, series) ? '' : ' hidden';
    return `<g class="series c${series.colour}" data-keys="${escapeHtml(series.keys.join('|'))}"${hidden}>${content}</g>`;
  });
  const title = panel.title === '' ? figure.title : `${figure.title}: ${panel.title}`;
  const description = `${figure.yLabel} against ${figure.xLabel}. Series: ${shown.map((series) => series.label).join(', ')}. Values are in the table below the figure.`;
  return `<svg class="panel" role="img" tabindex="0" data-panel="${index}" viewBox="0 0 ${frame.width} ${frame.height}" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${escapeHtml(title)}</title><desc id="${id}-desc">${escapeHtml(description)}</desc>
<clipPath id="${id}-clip"><rect x="${frame.left}" y="${frame.top}" width="${frame.right - frame.left}" height="${frame.bottom - frame.top}"/></clipPath>
<text class="panel-title" x="${frame.left}" y="18">${escapeHtml(panel.title)}</text>
${drawAxes(figure, frame, x, y)}${drawMarks(panel, frame, x)}<g clip-path="url(#${id}-clip)">${body.join('')}</g>
</svg>`;
}

function drawAxes(figure: Figure, frame: Frame, x: Scale, y: Scale): string {
  const horizontal = y.ticks.map((tick) => {
    const at = pixel(y.map(tick));
    const line = `<line class="${tick === 0 ? 'zero' : 'grid'}" x1="${frame.left}" x2="${frame.right}" y1="${at}" y2="${at}"/>`;
    return `${line}<text class="tick" text-anchor="end" x="${frame.left - 6}" y="${at + 4}">${tickText(tick)}</text>`;
  });
  const vertical = x.ticks.map((tick) => {
    const at = pixel(x.map(tick));
    const line = `<line class="axis" x1="${at}" x2="${at}" y1="${frame.bottom}" y2="${frame.bottom + 4}"/>`;
    return `${line}<text class="tick" text-anchor="middle" x="${at}" y="${frame.bottom + 17}">${tickText(tick)}</text>`;
  });
  const middle = (frame.top + frame.bottom) / 2;
  return `${horizontal.join('')}${vertical.join('')}
<line class="axis" x1="${frame.left}" x2="${frame.right}" y1="${frame.bottom}" y2="${frame.bottom}"/>
<text class="axis-title" text-anchor="middle" x="${(frame.left + frame.right) / 2}" y="${frame.height - 8}">${escapeHtml(figure.xLabel)}</text>
<text class="axis-title" text-anchor="middle" transform="translate(13 ${middle}) rotate(-90)">${escapeHtml(figure.yLabel)}</text>`;
}

function drawMarks(panel: Panel, frame: Frame, x: Scale): string {
  return panel.marks
    .filter((mark) => mark >= x.domain[0] && mark <= x.domain[1])
    .map((mark) => {
      const at = pixel(x.map(mark));
      return `<line class="mark" x1="${at}" x2="${at}" y1="${frame.top}" y2="${frame.bottom}"/><path class="mark-head" d="M${at - 3.5} ${frame.top - 5}h7l-3.5 6z"/>`;
    })
    .join('');
}
