import { compileSpec, PAGE_FONT } from '../report/compile-spec.js';
import { curveSpec } from '../report/curve-spec.js';
import { escapeHtml } from '../report/escape-html.js';
import { PageData } from '../report/page-data.js';
import { renderPage } from '../report/render-page.js';

/** The page that follows a training; a script fills it from the server's events. */
export function renderLivePage(experiment: string, profile: string, runs: readonly string[]): string {
  const data = new PageData();
  const specs = {
    loss: data.addSpec(compileSpec(curveSpec({ x: 'training step', y: 'loss, nats/token' }), PAGE_FONT)),
    probes: data.addSpec(
      compileSpec(curveSpec({ x: 'updates', y: 'log-probability, nats/token' }), PAGE_FONT),
    ),
  };
  data.add('live', specs);
  const choice = `<div class="choose"${runs.length === 1 ? ' hidden' : ''}><label>Run <select id="run">${runs.map((id) => `<option>${escapeHtml(id)}</option>`).join('')}</select></label><span id="all-runs"></span></div>`;
  const figure = (id: string, title: string, caption: string) =>
    `<div class="figure" id="${id}"><h3>${title}</h3><div class="legend"></div><div class="panels"></div><div class="readout" role="status" hidden></div><p class="hint">${caption}</p></div>`;
  return renderPage({
    title: `${experiment}, live`,
    heading: experiment,
    warning: profile === 'smoke' ? 'Smoke run: its numbers mean nothing.' : undefined,
    links: '<a href="/report.html" id="report" hidden>Report of the analysis</a>',
    main: `${choice}
<p id="connection" class="warning" role="status" hidden></p>
<dl class="counts" id="numbers"></dl>
<progress id="progress" max="1" value="0" aria-label="Steps done"></progress>
${figure('loss', 'Loss', 'Mean over blocks of steps; held-out rows where the training evaluates.')}
${figure('probes', 'Probes', 'Mean log-probability of the target tokens by condition; triangles mark where rounds of injections begin. Drawn where all probes of a condition were measured.')}`,
    script: 'live',
    data,
  });
}
