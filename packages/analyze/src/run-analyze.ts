import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  LetheError,
  type Profile,
  type RunDirectories,
  type StageContext,
  writeTable,
} from '@lethe/contracts';
import { tellDesign } from './analyses/control-drift/tell-design.js';
import { analyses } from './analyses/registry.js';
import { noteFewFacts, noteFewSeeds } from './analysis/cohort-notes.js';
import type { GroupContext, RunContext } from './analysis/contexts.js';
import { groupContext, inMeasuredUnit, judgeGroup } from './analysis/group-context.js';
import { measureRuns } from './analysis/measure-runs.js';
import {
  type Conducted,
  hypothesesOf,
  partsOf,
  runAnalyses,
  sectionsOf,
  writeTables,
  yieldToEventLoop,
} from './analysis/run-analyses.js';
import { noteSeeds } from './analysis/seed-notes.js';
import { concludeAll } from './claims/conclude.js';
import { countFindings } from './claims/count-findings.js';
import type { Judged, Withheld } from './claims/finding.js';
import { findingRows } from './claims/finding-rows.js';
import { findingsTable } from './claims/findings-table.js';
import { judgeAll } from './claims/judge.js';
import { type BootstrapStatistics, bootstrapStatistics } from './cohort/bootstrap-statistics.js';
import { buildCohort } from './cohort/cohort.js';
import { groupRuns } from './cohort/group-runs.js';
import { analyzeStage } from './declaration.js';
import { exportTables } from './export/export-tables.js';
import type { AnalyzeSpec } from './options/analyze.js';
import { readTraining, type TrainingCurve } from './read/read-training.js';
import type { GroupReport } from './report/render-report.js';

export interface AnalyzeRun {
  config: AnalyzeSpec;
  /** Name of the experiment, for the report. */
  experiment: string;
  profile: Profile;
  /** Every run of the sweep; one with id `main` where nothing is swept. */
  runs: readonly RunDirectories[];
  /** Runs of other experiments from which those are resumed or fine-tuned. */
  upstream?: readonly RunDirectories[];
  /** Called when a phase begins, to see where time and memory go. */
  onPhase?: (phase: AnalyzePhase) => void;
}

/** What the stage does, one after the other; analyses run once for every run, for every group of runs, or once. */
export type AnalyzePhase = 'reading' | 'metrics' | (typeof analyses)[number]['name'] | 'report';

/**
 * The analyze stage: measures every run, runs the analyses of the registry on every run, on runs that differ in seeds
 * only and on all of them, judges their claims, and writes their tables, the findings and `report.html`.
 * @throws LetheError when an input is missing or contradicts another; `context.signal.reason` when aborted
 */
export async function runAnalyze(stage: AnalyzeRun, context: StageContext): Promise<void> {
  const { config, experiment, profile, runs, upstream = [] } = stage;
  const { out, signal } = context;
  const { level } = config.bootstrap;
  const phase = (name: string): void => stage.onPhase?.(name as AnalyzePhase);
  const notes: string[] = [];
  const note = (line: string): void => {
    if (notes.includes(line)) return;
    notes.push(line);
    context.log(line);
  };
  const metrics = await measureRuns(runs, config, context, note, phase);
  const statisticsOf = (id: string, members: readonly RunDirectories[]): BootstrapStatistics => {
    const cohort = buildCohort(
      id,
      members.map((run) => metrics.get(run.id)!),
      config,
    );
    return bootstrapStatistics(cohort, { ...config.bootstrap, seed: config.bootstrap.seed ?? config.seed });
  };
  const common = { options: config, trainingOf: rememberedTraining(), note };
  const conducted: Conducted[] = [];
  const judged: (Judged | Withheld)[] = [];

  const injected = runs.filter(({ id }) => metrics.has(id));
  const alone = new Map<string, RunContext>();
  for (const run of injected) {
    const own = { ...common, run, statistics: statisticsOf(run.id, [run]), needs: {} };
    alone.set(run.id, own);
    conducted.push(...(await runAnalyses(analyses, 'run', own, signal, phase)));
  }

  const groups: GroupContext[] = [];
  const ofGroups: Conducted[][] = [];
  for (const group of groupRuns(injected)) {
    await yieldToEventLoop(signal);
    const members = group.runs.map(({ id }) => ({ id, statistics: alone.get(id)!.statistics }));
    const statistics = members.length === 1 ? members[0]!.statistics : statisticsOf(group.id, group.runs);
    noteFewFacts(statistics, note);
    noteFewSeeds(statistics, note);
    const pooled = group.runs.map((run) => ({ run, measurements: metrics.get(run.id)!.measurements }));
    noteSeeds(statistics.cohort.id, pooled, note);
    const own = { ...common, ...groupContext(group, `g${groups.length}`, statistics), members, needs: {} };
    const results = await runAnalyses(analyses, 'group', own, signal, phase);
    judged.push(...judgeGroup(own, results));
    groups.push(own);
    ofGroups.push(results);
  }

  const whole = { ...common, experiment, profile, config, runs, upstream, groups, metrics };
  const ofExperiment = await runAnalyses(analyses, 'experiment', whole, signal, phase);
  const everything = { level, group: { id: 'all', label: '' } };
  judged.push(...inMeasuredUnit(judgeAll(hypothesesOf(ofExperiment), everything, note), config.unit));
  const findings = concludeAll(judged, level);
  conducted.push(...ofGroups.flat(), ...ofExperiment);
  if (!conducted.some(({ outcome }) => outcome?.tables)) {
    const curves = await Promise.all(runs.map(common.trainingOf));
    if (!curves.some(({ loss }) => loss.some(Number.isFinite))) throw nothingToAnalyse(runs);
    note('no fact is injected and no question answered: there are losses alone');
  }
  writeTables(out, analyses, conducted);
  const rows = findingRows(findings);
  writeTable(out, findingsTable, rows);

  await yieldToEventLoop(signal);
  phase('report');
  const groupReports: GroupReport[] = [];
  for (const [i, { anchor: id, label, runs: members }] of groups.entries()) {
    groupReports.push({ id, label, runs: members.length, parts: await partsOf(ofGroups[i]!) });
  }
  const sections = await sectionsOf(ofExperiment);
  // Vega and what it brings load only now, when there is something to draw.
  const { renderReport } = await import('./report/render-report.js');
  const { writeFigures } = await import('./report/write-figures.js');
  const { html, figures } = await renderReport({
    experiment,
    profile,
    design: tellDesign(rows),
    findings,
    level,
    groups: groupReports,
    sections,
    notes,
  });
  writeFileSync(join(out, 'report.html'), html);
  const formats = new Set<string>(config.exports);
  await Promise.all([
    writeFigures(join(out, 'figures'), figures, formats, signal),
    exportTables(out, [...analyzeStage.required, ...analyzeStage.optional], formats),
  ]);
  context.log(countFindings(findings));
}

/** Reads the training curve of a run once, however many ask for it. */
function rememberedTraining(): (run: RunDirectories) => Promise<TrainingCurve> {
  const curves = new Map<string, Promise<TrainingCurve>>();
  return ({ train }) => {
    const curve = curves.get(train) ?? readTraining(train);
    curves.set(train, curve);
    return curve;
  };
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
