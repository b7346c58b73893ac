import { byId } from './by-id.js';
import { type DrawnPanel, drawPanel, markRows, type Row } from './draw-panel.js';
import type { LiveSeries } from './live-state.js';
import { makeElement } from './make-element.js';
import { readValues } from './read-values.js';

interface LivePanel {
  cell: HTMLElement;
  series: readonly LiveSeries[];
  /** Absent until it is drawn for the first time. */
  drawn?: DrawnPanel;
}

const panels = new Map<string, LivePanel>();

/** Removes all panels. */
export function clearPanels(): void {
  for (const { cell } of panels.values()) cell.remove();
  panels.clear();
}

/**
 * Shows series in a panel of a figure, which keeps its view while its values change.
 * @param spec number of its specification
 * @param marks places on the x axis that are marked as injections
 */
export async function updatePanel(
  figure: string,
  title: string,
  spec: number,
  series: readonly LiveSeries[],
  marks: readonly number[],
): Promise<void> {
  const key = `${figure}/${title}`;
  const known = panels.get(key);
  const rows = series.flatMap(({ label, look, points }) =>
    rowsOf(label, points).map((row) => ({ ...row, colour: look.colour, dash: look.dash })),
  );
  if (known) {
    known.series = series;
    await known.drawn?.view.data('values', rows).data('marks', markRows(marks)).runAsync();
    return;
  }
  const figureNode = byId(figure, HTMLElement);
  const node = makeElement('div', { className: 'panel broad', role: 'img', tabIndex: 0 });
  node.ariaLabel = `${figure} ${title}. The arrow keys read values.`;
  const heading = title === '' ? [] : [makeElement('h4', { textContent: title })];
  const cell = makeElement('div', { className: 'cell' }, ...heading, node);
  figureNode.querySelector('.panels')!.append(cell);
  const panel: LivePanel = { cell, series };
  panels.set(key, panel);
  panel.drawn = await drawPanel(node, spec, rows, marks);
  readValues(node, figureNode.querySelector<HTMLElement>('.readout')!, panel.drawn, () => ({
    name: figure === 'loss' ? 'step' : 'updates',
    series: panel.series.map(({ label, look, points }) => ({
      label,
      colour: look.number,
      rows: rowsOf(label, points),
    })),
  }));
}

const rowsOf = (label: string, points: LiveSeries['points']): Row[] =>
  points.map(([x, y]) => ({ series: label, x, y }));
