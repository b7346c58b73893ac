import { drawPanel, type Row } from './draw-panel.js';
import { formatNumber } from './format-number.js';
import { legendSample } from './legend-sample.js';
import { headingRow, makeElement } from './make-element.js';
import type { ViewedFact } from './page-content.js';
import { readValues } from './read-values.js';

const dashes = [[], [7, 3], [2, 3], [9, 3, 2, 3], [4, 2], [12, 4], [1, 2]];

/**
 * One fact: its text, its probes, its curves with the encounters, and what each encounter gave.
 * @param spec number of the specification that draws the curves
 * @param unit of log-probabilities
 * @returns `draw` draws the curves, once the figure has its place in the page
 */
export function factFigure(
  fact: ViewedFact,
  spec: number,
  unit: string,
): { figure: HTMLElement; draw(): Promise<void> } {
  const { probes, encounters } = fact;
  const depths = [...new Set(probes.map(({ depth }) => depth))];
  const rows = probeRows(fact, depths);
  const panel = makeElement('div', { className: 'panel broad', role: 'img', tabIndex: 0 });
  panel.ariaLabel = `Log-probability of the probes of ${fact.id} over training, with its encounters marked. The arrow keys read values.`;
  const readout = makeElement('div', { className: 'readout', hidden: true, role: 'status' });
  const legend = depths.map((depth, i) => legendSample(depth, i, dashes[i % dashes.length]!));
  const times =
    encounters.length === 0
      ? 'never injected'
      : `${encounters.length} ${encounters.length === 1 ? 'encounter' : 'encounters'}`;
  const heading = makeElement('span', { className: 'interval', textContent: `${fact.condition}, ${times}` });
  const figure = makeElement(
    'div',
    { className: 'figure' },
    makeElement('h3', {}, `${fact.id} `, heading),
    makeElement('p', { className: 'fact-text', textContent: fact.text }),
    makeElement('div', { className: 'legend' }, ...legend),
    panel,
    readout,
    scrolling(effectTable(fact, depths, unit), 'Effectivity of each encounter'),
    scrolling(probeTable(fact, rows, unit), 'Probes of the fact'),
  );
  async function draw(): Promise<void> {
    const drawn = await drawPanel(panel, spec, rows.flat(), encounters);
    readValues(panel, readout, drawn, () => ({
      name: 'updates',
      series: probes.map(({ depth, target }, p) => ({
        label: `${depth} … ${target}`,
        colour: depths.indexOf(depth),
        rows: rows[p]!,
      })),
    }));
  }
  return { figure, draw };
}

/** The measurements of every probe, with their looks. */
function probeRows({ updates, probes }: ViewedFact, depths: readonly string[]): Row[][] {
  let at = 0;
  const xs = updates.map((step) => (at += step));
  return probes.map(({ depth, values }, p) => {
    const place = depths.indexOf(depth) % dashes.length;
    const look = { colour: `var(--s${place})`, dash: dashes[place]! };
    return xs.flatMap((x, i) => {
      const value = values[i]!;
      return value === null ? [] : [{ series: String(p), x, y: value / 1000, ...look }];
    });
  });
}

function probeTable({ probes }: ViewedFact, rows: readonly Row[][], unit: string): HTMLTableElement {
  const table = makeElement('table', { className: 'answers' });
  table.append(makeElement('caption', { textContent: `Log-probability of every probe, ${unit}` }));
  table.createTHead().append(headingRow(['Probe', 'Prompt and target', 'First', 'Highest', 'Last']));
  const body = table.createTBody();
  const numberCell = (value: number | undefined): HTMLElement =>
    makeElement('td', {
      className: 'number',
      textContent: value === undefined || !Number.isFinite(value) ? '' : formatNumber(value),
    });
  probes.forEach(({ depth, prompt, target }, p) => {
    const values = rows[p]!.map(({ y }) => y);
    body.append(
      makeElement(
        'tr',
        {},
        makeElement('td', { textContent: depth }),
        makeElement('td', { className: 'text' }, `${prompt} `, makeElement('mark', { textContent: target })),
        ...[values[0], Math.max(...values), values.at(-1)].map(numberCell),
      ),
    );
  });
  return table;
}

function effectTable(
  { probes, encounters }: ViewedFact,
  depths: readonly string[],
  unit: string,
): HTMLTableElement {
  const table = makeElement('table', { className: 'numbers' });
  if (encounters.length === 0) return table;
  table.append(
    makeElement('caption', {
      textContent: `Effectivity of each encounter, mean over the probes of a depth, ${unit}`,
    }),
  );
  table.createTHead().append(headingRow(['Encounter', 'Step', ...depths]));
  const body = table.createTBody();
  encounters.forEach((step, k) => {
    const means = depths.map((wanted) => {
      const known = probes.filter(({ depth }) => depth === wanted).flatMap(({ effects }) => effects[k] ?? []);
      const sum = known.reduce((a, b) => a + b, 0);
      return makeElement('td', { textContent: known.length === 0 ? '' : formatNumber(sum / known.length) });
    });
    body.append(
      makeElement(
        'tr',
        {},
        makeElement('th', { textContent: String(k + 1), scope: 'row' }),
        makeElement('td', { textContent: String(step) }),
        ...means,
      ),
    );
  });
  return table;
}

const scrolling = (table: HTMLElement, ariaLabel: string): HTMLElement =>
  makeElement('div', { className: 'scroll', tabIndex: 0, role: 'region', ariaLabel }, table);
