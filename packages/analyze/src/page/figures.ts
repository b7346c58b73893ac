import { type DrawnPanel, drawPanel, type Row } from './draw-panel.js';
import { formatNumber } from './format-number.js';
import { headingRow, makeElement } from './make-element.js';
import type { SeriesColumns } from './page-content.js';
import { content } from './read-content.js';
import { readValues } from './read-values.js';
import { whenNear } from './when-near.js';

// Figures come to life when they come near the screen; the legend switches series.
for (const figure of document.querySelectorAll<HTMLElement>('figure[data-figure]')) enliven(figure);

function enliven(figure: HTMLElement): void {
  const { xName, series: looks, panels } = content.figures[figure.dataset.figure!]!;
  const readout = figure.querySelector<HTMLElement>('.readout')!;
  const nodes = [...figure.querySelectorAll<HTMLElement>('.panel')];
  const off = new Set<string>();
  const seriesOf = panels.map(({ series }) => series.map(withRows));
  const isOn = (label: string): boolean => !looks[label]!.keys.some((key) => off.has(key));
  const shown = () => Object.fromEntries(Object.keys(looks).map((label) => [label, isOn(label)]));

  async function drawLive(): Promise<DrawnPanel[]> {
    const drawn = await Promise.all(
      nodes.map(async (node, i) => {
        const { spec, marks } = panels[i]!;
        const series = seriesOf[i]!;
        const rows = series.flatMap((entry) => entry.rows);
        const panel = await drawPanel(node, spec, rows, marks, shown());
        readValues(node, readout, panel, () => ({
          name: xName,
          series: series
            .filter(({ label }) => isOn(label))
            .map((entry) => ({ ...looks[entry.label]!, ...entry })),
        }));
        return panel;
      }),
    );
    figure.dataset.live = 'true';
    return drawn;
  }
  let drawn: Promise<DrawnPanel[]> | undefined;
  const wake = (): Promise<DrawnPanel[]> => {
    drawn ??= drawLive();
    return drawn;
  };
  whenNear(figure, wake);

  for (const button of figure.querySelectorAll<HTMLElement>('.key')) {
    const key = button.dataset.key!;
    if (button.getAttribute('aria-pressed') === 'false') off.add(key);
    button.addEventListener('click', async () => {
      const on = off.has(key);
      if (on) off.delete(key);
      else off.add(key);
      button.setAttribute('aria-pressed', String(on));
      for (const { view } of await wake()) void view.signal('shown', shown()).runAsync();
    });
  }

  const header = ['panel', 'series', xName, 'value', 'low', 'high'];
  const lines = () =>
    panels.flatMap(({ title }, i) =>
      seriesOf[i]!.flatMap(({ label, rows }) =>
        rows.map((row) => [title, label, row.x, row.y, row.low ?? '', row.high ?? '']),
      ),
    );
  const link = figure.querySelector<HTMLAnchorElement>('.csv')!;
  link.addEventListener('click', () => {
    const text = [header, ...lines()].map((cells) => `${cells.map(csvCell).join(',')}\n`).join('');
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  });
  const details = figure.querySelector<HTMLDetailsElement>('details.values')!;
  details.addEventListener('toggle', () => {
    if (details.open && !details.querySelector('table')) {
      details.querySelector('.scroll')!.replaceChildren(valueTable(header, lines()));
    }
  });
}

function withRows({ label, x, y, low, high }: SeriesColumns): { label: string; rows: Row[] } {
  const rows = x.map((at, i) => ({
    series: label,
    x: at,
    y: y[i]!,
    low: low?.[i] ?? null,
    high: high?.[i] ?? null,
  }));
  return { label, rows };
}

function csvCell(cell: number | string): string {
  const text = String(cell);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function valueTable(header: readonly string[], lines: readonly (number | string)[][]): HTMLTableElement {
  const table = makeElement('table', { className: 'numbers' });
  table.createTHead().append(headingRow(header));
  const body = table.createTBody();
  for (const cells of lines) {
    const row = body.insertRow();
    for (const cell of cells) row.insertCell().textContent = formatNumber(cell);
  }
  return table;
}
