import { drawPanels } from './draw-figure.js';
import { escapeHtml } from './escape-html.js';
import { type Figure, type LegendKey, panelText } from './figure.js';
import type { PageData } from './page-data.js';

/**
 * A figure without empty parts as HTML: legend, panels, caption, CSV and table. Its panels are drawn already; scripts
 * draw them again to the width of the window, from what is added to `data`.
 */
export async function renderFigure(figure: Figure, data: PageData): Promise<string> {
  const drawn = await drawPanels(figure);
  data.addFigure(figure, drawn);
  const panels = drawn.map(({ panel, svg }) => {
    const title = panel.title === '' ? '' : `<h4>${escapeHtml(panel.title)}</h4>`;
    return `<div class="cell">${title}<div class="panel" role="img" tabindex="0" aria-label="${escapeHtml(panelText(figure, panel))}">${svg}</div></div>`;
  });
  return `<figure class="figure" id="${escapeHtml(figure.id)}" data-figure="${escapeHtml(figure.id)}">
<h3>${escapeHtml(figure.title)}</h3>
<div class="legend" role="group" aria-label="Series of the figure">${figure.legend.map(renderKey).join('')}</div>
<div class="panels${panels.length === 1 ? ' single' : ''}">${panels.join('\n')}</div>
<div class="readout" role="status" hidden></div>
<figcaption>${escapeHtml(figure.caption)}</figcaption>
<div class="extras"><a class="csv" href="#${escapeHtml(figure.id)}" download="${escapeHtml(figure.id)}.csv">CSV</a>
<details class="values"><summary>Table</summary><div class="scroll" tabindex="0" role="region" aria-label="Values of the figure"></div></details></div>
</figure>`;
}

function renderKey({ key, label, colour, dash, style, on }: LegendKey): string {
  const filled = style === 'bar' || style === 'stack' || style === 'dot';
  const pattern = dash.length === 0 ? '' : ` stroke-dasharray="${dash.join(' ')}"`;
  const sample = filled
    ? '<rect class="bar" x="8" y="0" width="10" height="10"/>'
    : `<line class="${style}" x1="1" x2="25" y1="5" y2="5"${pattern}/>`;
  return `<button type="button" class="key c${colour}" data-key="${escapeHtml(key)}" aria-pressed="${on}"><svg width="26" height="10" aria-hidden="true">${sample}</svg>${escapeHtml(label)}</button>`;
}
