import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import {
  LetheError,
  type Profile,
  type RowOf,
  type RunDirectories,
  type StageContext,
  writeTable,
} from '@lethe/contracts';
import { writeEffects } from './analyses/encounters/effect-columns.js';
import { analyzeExtraction } from './analyses/extraction/analyze-extraction.js';
import { type FitRows, fitRows, retainabilityRows } from './analyses/fits/fit-rows.js';
import { longTailFindings } from './analyses/long-tail/long-tail-findings.js';
import { longTailRows } from './analyses/long-tail/long-tail-rows.js';
import { type LongTail, predictLongTail } from './analyses/long-tail/predict-long-tail.js';
import { fitTraces } from './analyses/traces/fit-traces.js';
import { traceFindings } from './analyses/traces/trace-findings.js';
import { traceRows } from './analyses/traces/trace-rows.js';
import type { Finding } from './claims/claim.js';
import { findingRows } from './claims/finding-rows.js';
import { createSampler, type Sampler } from './cohort/bootstrap-statistics.js';
import { buildCohort } from './cohort/cohort.js';
import { noteFewFacts, noteFewSeeds, noteGaps } from './cohort/cohort-notes.js';
import { findTwin } from './cohort/find-twin.js';
import { groupRuns, type RunGroup } from './cohort/group-runs.js';
import { analyzeStage } from './declaration.js';
import { exportTables } from './export/export-tables.js';
import { collectFindings } from './findings/collect-findings.js';
import { correctByTwin } from './metrics/correct-by-twin.js';
import { type RunMetrics, runMetrics } from './metrics/run-metrics.js';
import type { AnalyzeSpec } from './options/analyze.js';
import { plainRuns } from './read/plain-runs.js';
import { readMeasurements } from './read/read-measurements.js';
import { readTraining } from './read/read-training.js';
import { readTwin } from './read/read-twin.js';
import { readReportInput } from './report/read-report-input.js';
import {
  extraction as extractionTable,
  findings as findingsTable,
  fitDetails,
  fits,
  fitVerdicts,
  longTail,
  retainability,
  traces,
} from './tables.js';

export interface AnalyzeRun {
  config: AnalyzeSpec;
  /** Name of the experiment, for the report. */
  experiment: string;
  profile: Profile;
  /** Every run of the sweep; one with id `main` where nothing is swept. */
  runs: readonly RunDirectories[];
  /** Runs of other experiments that those go on from. */
  upstream?: readonly RunDirectories[];
  /** Called when a phase begins, to see where time and memory go. */
  onPhase?: (phase: AnalyzePhase) => void;
}

/** What the stage does, one after the other. */
export type AnalyzePhase = 'reading' | 'metrics' | 'forgetting' | 'findings' | 'report';

/**
 * The analyze stage: measures acquisition and forgetting in every run, judges the claims over runs that
 * differ in seeds only, and writes the tables effects, retainability, fits,
 * fit_details, fit_verdicts, traces, long_tail and findings and `report.html`.
 * @throws LetheError when an input is missing or contradicts another; `context.signal.reason` when aborted
 */
export async function runAnalyze(stage: AnalyzeRun, context: StageContext): Promise<void> {
  const { config, runs } = stage;
  const phase = stage.onPhase ?? (() => undefined);
  const notes: string[] = [];
  const note = (line: string): void => {
    if (notes.includes(line)) return;
    notes.push(line);
    context.log(line);
  };
  if (runs.length === 0) {
    throw new LetheError({ what: 'there are no runs to analyse', next: 'give analyze at least one run' });
  }
  const plain = config.twin === undefined ? undefined : await plainRuns(runs);
  const metrics = new Map<string, RunMetrics>();
  for (const run of runs) {
    context.signal.throwIfAborted();
    phase('reading');
    const twin = plain && findTwin(config.twin!, run, runs, plain);
    // Twins are what others are compared with.
    if (plain && !twin) continue;
    const measurements = await readMeasurements(run, note);
    if (!measurements) continue;
    phase('metrics');
    const measured = runMetrics(measurements, config.window, config.iqrFactor);
    if (twin) {
      measured.twinCorrected = correctByTwin(measured, await readTwin(twin, measurements));
      context.log(`${run.id}: its twin is ${twin.id}`);
    }
    noteGaps(measured, note);
    metrics.set(run.id, measured);
    const { series, probes } = measured.measurements;
    context.log(`${run.id}: ${probes.length} probes, measured ${series.updates.length} times`);
  }
  const injected = runs.filter(({ id }) => metrics.has(id));
  const sampled = (id: string, members: readonly RunDirectories[]): Sampler => {
    const cohort = buildCohort(
      id,
      members.map((run) => metrics.get(run.id)!),
      config,
    );
    return createSampler(cohort, { ...config.bootstrap, seed: config.bootstrap.seed ?? config.seed });
  };
  writeEffects(context.out, [...metrics.values()]);
  phase('forgetting');
  const samplers = new Map<string, Sampler>();
  const retention = [];
  const fitted: FitRows = { fits: [], details: [], verdicts: [] };
  for (const run of injected) {
    await breathe(context.signal);
    const sampler = sampled(run.id, [run]);
    samplers.set(run.id, sampler);
    retention.push(...retainabilityRows(sampler, note));
    const rows = fitRows(sampler, note);
    fitted.fits.push(...rows.fits);
    fitted.details.push(...rows.details);
    fitted.verdicts.push(...rows.verdicts);
  }
  writeTable(context.out, retainability, retention);
  writeTable(context.out, fits, fitted.fits);
  writeTable(context.out, fitDetails, fitted.details);
  writeTable(context.out, fitVerdicts, fitted.verdicts);

  phase('findings');
  const found: Finding[] = [];
  const groups: { group: RunGroup; sampler: Sampler; longTails: LongTail[] }[] = [];
  const tailRows: RowOf<typeof longTail>[] = [];
  const traced: RowOf<typeof traces>[] = [];
  for (const group of groupRuns(injected)) {
    await breathe(context.signal);
    const single = group.runs.length === 1 ? samplers.get(group.runs[0]!.id) : undefined;
    const sampler = single ?? sampled(group.id, group.runs);
    noteFewFacts(sampler, note);
    noteFewSeeds(sampler, note);
    const traceFits = fitTraces(sampler, config.traces.firstLag, note);
    traced.push(...traceRows(sampler, traceFits));
    const tails = predictLongTail(sampler, traceFits, config.longTail);
    tailRows.push(...longTailRows(sampler, tails));
    const predictions = [...traceFindings(sampler, traceFits), ...longTailFindings(tails, config.longTail)];
    found.push(...collectFindings(sampler, group.label, note, predictions));
    groups.push({ group, sampler, longTails: tails });
  }
  writeTable(context.out, traces, traced);
  writeTable(context.out, longTail, tailRows);
  const extraction = await analyzeExtraction([...runs, ...(stage.upstream ?? [])], config);
  if (extraction) {
    writeTable(context.out, extractionTable, extraction.rows);
    found.push(...extraction.findings);
  } else if (injected.length === 0) {
    if (!(await hasLosses(runs))) throw nothingToAnalyse(runs);
    note('no fact is injected and no question answered: there are losses alone');
  }
  writeTable(context.out, findingsTable, findingRows(found));

  await breathe(context.signal);
  phase('report');
  const input = await readReportInput({
    ...stage,
    groups,
    metrics,
    samplers,
    extraction: extraction?.groups ?? [],
    findings: found,
    notes,
  });
  // Vega and what it brings load only now, when there is something to draw.
  const { renderReport } = await import('./report/render-report.js');
  const { writeFigures } = await import('./report/write-figures.js');
  const { html, figures } = await renderReport(input);
  writeFileSync(join(context.out, 'report.html'), html);
  const formats = new Set<string>(config.exports);
  await Promise.all([
    writeFigures(join(context.out, 'figures'), figures, formats, context.signal),
    exportTables(context.out, [...analyzeStage.required, ...analyzeStage.optional], formats),
  ]);
  context.log(summary(found));
}

/** Whether there is a training curve to show where there is nothing else. */
async function hasLosses(runs: readonly RunDirectories[]): Promise<boolean> {
  const curves = await Promise.all(runs.map(({ train }) => readTraining(train)));
  return curves.some(({ loss }) => loss.some(Number.isFinite));
}

function nothingToAnalyse(runs: readonly RunDirectories[]): LetheError {
  return new LetheError({
    what: 'there is nothing to analyse',
    where: runs.map(({ data }) => data).join(', '),
    expected: 'facts that are injected, questions that a fine-tuned model answered, or at least losses',
    found: 'no injected fact, no answer and no loss',
    next: 'set data.order.injection.count, or let the probe stage generate',
  });
}

/** Lets a signal arrive between long computations. */
async function breathe(signal: AbortSignal): Promise<void> {
  await setImmediate();
  signal.throwIfAborted();
}

function summary(found: readonly Finding[]): string {
  const count = (verdict: Finding['verdict']): number =>
    found.filter((finding) => finding.verdict === verdict).length;
  return `${found.length} findings: ${count('reproduced')} reproduced, ${count('contradicted')} contradicted, ${count('inconclusive')} inconclusive`;
}
