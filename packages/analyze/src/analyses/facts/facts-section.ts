import type { ExperimentContext } from '../../analysis/contexts.js';
import { natsPer } from '../../measurements/log-unit.js';
import { compileSpec, PAGE_FONT } from '../../report/compile-spec.js';
import { curveSpec } from '../../report/curve-spec.js';
import { escapeHtml } from '../../report/escape-html.js';
import type { PageData } from '../../report/page-data.js';
import type { Section } from '../../report/part.js';
import { type FactView, factView } from './fact-view.js';

/** A choice of facts, and everything that was measured of the one that is chosen; a script fills it in. */
export async function factsSection({ runs, metrics, options }: ExperimentContext): Promise<Section> {
  const view = await factView(runs, metrics);
  const shown = view.runs.filter(({ facts }) => facts.length > 0);
  return {
    heading: 'Fact by fact',
    parts: shown.length === 0 ? [] : [(data) => factChoice(shown, natsPer(options.unit), data)],
  };
}

function factChoice(shown: FactView['runs'], unit: string, data: PageData): string {
  data.add('facts', {
    spec: data.addSpec(compileSpec(curveSpec({ x: 'updates', y: `log-probability, ${unit}` }), PAGE_FONT)),
    unit,
    runs: shown,
  });
  const left = shown.filter((run) => run.left > 0);
  const missing =
    left.length === 0
      ? ''
      : `<p class="hint">The page has room for some of the facts: ${escapeHtml(left.map((run) => `${run.left} of run ${run.id}`).join(', '))} are left out, evenly over conditions; the tables have them all.</p>`;
  const runChoice = `<label${shown.length === 1 ? ' hidden' : ''}>Run <select id="fact-run">${shown.map(({ id }, i) => `<option value="${i}">${escapeHtml(id)}</option>`).join('')}</select></label>`;
  return `<noscript><p>Scripts are off, so single facts cannot be shown.</p></noscript>
${missing}
<div class="choose">${runChoice}
<label>Search <input type="search" id="fact-search" placeholder="words of a fact, a condition" autocomplete="off"></label>
<label>Fact <select id="fact-choice"></select></label>
<button type="button" id="fact-previous">Previous</button><button type="button" id="fact-next">Next</button>
<output id="fact-count"></output></div>
<div id="fact" aria-live="polite"></div>`;
}
