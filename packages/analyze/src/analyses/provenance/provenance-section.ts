import type { ExperimentContext } from '../../analysis/contexts.js';
import { escapeHtml } from '../../report/escape-html.js';
import type { Section } from '../../report/part.js';
import type { RunSummary, StageSummary } from '../runs/summarize-runs.js';

const SHORT_HASH = 12;

/** Which programs made the inputs, with which seeds and backends, and the whole configuration of every stage. */
export function provenanceSection({
  needs: { runs },
  config,
}: ExperimentContext<unknown, { runs: readonly RunSummary[] }>): Section {
  const stages = new Map<string, StageSummary>();
  for (const run of runs) for (const stage of run.stages) stages.set(stage.digest, stage);
  const hash = (text: string): string =>
    `<code title="${escapeHtml(text)}">${escapeHtml(text.slice(0, SHORT_HASH))}</code>`;
  const users = (digest: string): string =>
    runs
      .filter((run) => run.stages.some((stage) => stage.digest === digest))
      .map(({ id }) => id)
      .join(', ');
  const rows = [...stages.values()].map(
    (stage) =>
      `<tr><th scope="row">${stage.stage}</th><td>${escapeHtml(users(stage.digest))}</td><td>${escapeHtml(stage.producer)}</td><td>${hash(stage.fingerprint)}</td><td class="number">${stage.seed ?? ''}</td><td>${escapeHtml(stage.backend ?? '')}</td><td>${escapeHtml(stage.settings)}</td><td>${hash(stage.digest)}</td></tr>`,
  );
  const configs = [...stages.values()].map((stage) =>
    configuration(`${stage.stage}, ${users(stage.digest)}`, stage.config),
  );
  const table =
    rows.length === 0
      ? '<p>No manifests tell who produced the inputs.</p>'
      : `<div class="scroll" tabindex="0" role="region" aria-label="Provenance"><table class="numbers sortable"><thead><tr>${['Stage', 'Runs', 'Producer', 'Code', 'Seed', 'Backend', 'Settings', 'Manifest (sha256)'].map((text) => `<th scope="col">${text}</th>`).join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
  return {
    heading: 'Configuration and provenance',
    parts: [table, '<h3>Resolved configuration</h3>', ...configs, configuration('analyze', config)],
  };
}

function configuration(name: string, config: unknown): string {
  return `<details class="config"><summary>${escapeHtml(name)}</summary><pre tabindex="0">${escapeHtml(JSON.stringify(config, null, 2))}</pre></details>`;
}
