import { compileSpec, PAGE_FONT } from './compile-spec.js';
import { HEIGHT, PADDING } from './draw-figure.js';
import { escapeHtml } from './escape-html.js';
import type { FactView } from './fact-view.js';
import type { PageData } from './page-data.js';
import { type SpecPart, topLevel } from './panel-spec.js';
import { colour, seriesColour } from './theme.js';

/** A choice of facts, and everything that was measured of the one that is chosen; a script fills it in. */
export function factsSection({ runs }: FactView, data: PageData): string {
  const shown = runs.filter(({ facts }) => facts.length > 0);
  if (shown.length === 0) return '';
  data.add('facts', { spec: data.addSpec(compileSpec(factSpec(), PAGE_FONT)), runs: shown });
  const left = shown.filter((run) => run.left > 0);
  const missing =
    left.length === 0
      ? ''
      : `<p class="hint">The page has room for some of the facts: ${escapeHtml(left.map((run) => `${run.left} of run ${run.id}`).join(', '))} are left out, evenly over conditions; the tables have them all.</p>`;
  const runChoice = `<label${shown.length === 1 ? ' hidden' : ''}>Run <select id="fact-run">${shown.map(({ id }, i) => `<option value="${i}">${escapeHtml(id)}</option>`).join('')}</select></label>`;
  return `<section id="facts"><h2>Fact by fact</h2>
<noscript><p>Scripts are off, so single facts cannot be shown.</p></noscript>
${missing}
<div class="choose">${runChoice}
<label>Search <input type="search" id="fact-search" placeholder="words of a fact, a condition" autocomplete="off"></label>
<label>Fact <select id="fact-choice"></select></label>
<button type="button" id="fact-previous">Previous</button><button type="button" id="fact-next">Next</button>
<output id="fact-count"></output></div>
<div id="fact" aria-live="polite"></div></section>`;
}

/** The curves of one fact: one line for each probe, coloured by depth. */
function factSpec(): SpecPart {
  const x = {
    field: 'x',
    type: 'quantitative',
    title: 'updates',
    scale: { nice: false, zero: false },
    axis: { format: '~s', tickCount: 6, tickMinStep: 1 },
  };
  const depth = { field: 'depth', type: 'nominal', legend: null };
  const spec = {
    width: 700,
    height: HEIGHT,
    padding: PADDING,
    autosize: 'none',
    background: 'transparent',
    data: { name: 'values' },
    layer: [
      {
        data: { name: 'marks' },
        name: 'injections',
        mark: { type: 'rule', strokeDash: [1, 3], color: colour('rule') },
        encoding: { x },
      },
      {
        data: { name: 'marks' },
        name: 'injection-heads',
        mark: {
          type: 'point',
          shape: 'triangle-down',
          filled: true,
          size: 34,
          opacity: 1,
          color: colour('soft'),
        },
        encoding: { x, y: { value: -3 } },
      },
      {
        name: 'lines',
        mark: { type: 'line', strokeWidth: 1.4, strokeJoin: 'round' },
        encoding: {
          x,
          y: {
            field: 'y',
            type: 'quantitative',
            title: 'log-probability, nats/token',
            scale: { zero: false },
            axis: { tickCount: 5 },
          },
          color: {
            ...depth,
            scale: {
              domain: { expr: 'depths' },
              range: Array.from({ length: 7 }, (_, i) => seriesColour(i)),
            },
          },
          strokeDash: {
            ...depth,
            scale: { domain: { expr: 'depths' }, range: depthDashes.map((dash) => [...dash]) },
          },
          detail: { field: 'series' },
        },
      },
      {
        data: { name: 'cursor' },
        name: 'cursor-line',
        mark: { type: 'rule', color: colour('soft') },
        encoding: { x },
      },
    ],
    params: [{ name: 'depths', value: [] }],
  };
  return topLevel(spec) as unknown as SpecPart;
}

/** Dashes of the first, second, ... depth. */
const depthDashes: readonly (readonly number[])[] = [
  [1, 0],
  [7, 3],
  [2, 3],
  [9, 3, 2, 3],
  [4, 2],
  [12, 4],
  [1, 2],
];
