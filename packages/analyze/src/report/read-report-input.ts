import type { Profile, RunDirectories } from '@lethe/contracts';
import { readAnswers } from '../analyses/answers/read-answers.js';
import type { ExtractionGroup } from '../analyses/extraction/extraction-group.js';
import { factView } from '../analyses/facts/fact-view.js';
import type { LongTail } from '../analyses/long-tail/predict-long-tail.js';
import { readRunSummary } from '../analyses/runs/read-run-summary.js';
import type { Finding } from '../claims/claim.js';
import type { Sampler } from '../cohort/bootstrap-statistics.js';
import { groupRuns, type RunGroup, seedName } from '../cohort/group-runs.js';
import type { RunMetrics } from '../metrics/run-metrics.js';
import type { AnalyzeSpec } from '../options/analyze.js';
import { readEvaluation } from '../read/read-evaluation.js';
import { readTraining } from '../read/read-training.js';
import type { LossCurves, ReportInput } from './report-input.js';

/** Reads what the page shows beside the statistics: training curves, manifests, answers. */
export async function readReportInput(stage: {
  config: AnalyzeSpec;
  experiment: string;
  profile: Profile;
  runs: readonly RunDirectories[];
  groups: readonly { group: RunGroup; sampler: Sampler; longTails: readonly LongTail[] }[];
  /** By run. */
  metrics: ReadonlyMap<string, RunMetrics>;
  samplers: ReadonlyMap<string, Sampler>;
  extraction: readonly ExtractionGroup[];
  findings: readonly Finding[];
  notes: readonly string[];
}): Promise<ReportInput> {
  const { config, experiment, profile, extraction, findings, notes } = stage;
  const curves = new Map(
    await Promise.all(stage.runs.map(async (run) => [run.id, await readTraining(run.train)] as const)),
  );
  const lossesOf = (group: RunGroup): Promise<LossCurves[]> =>
    Promise.all(
      group.runs.map(async (run) => ({
        name: seedName(run),
        curve: curves.get(run.id)!,
        evaluation: await readEvaluation(run.train),
      })),
    );
  const groups = await Promise.all(
    stage.groups.map(async ({ group, sampler, longTails }) => ({
      id: group.id,
      label: group.label,
      sampler,
      longTails,
      runs: group.runs.map(({ id }) => ({ id, sampler: stage.samplers.get(id)! })),
      losses: await lossesOf(group),
      // One run is enough to show how answers look.
      answers: await readAnswers(group.runs[0]!.probe, sampler.cohort.runs[0]!.measurements),
    })),
  );
  const plain = await Promise.all(
    groupRuns(stage.runs.filter(({ id }) => !stage.metrics.has(id))).map(async (group) => ({
      label: group.label === '' ? group.id : group.label,
      losses: await lossesOf(group),
    })),
  );
  const { window, iqrFactor, seed, bootstrap } = config;
  return {
    experiment,
    profile,
    settings: { window, iqrFactor, seed, ...bootstrap },
    runs: stage.runs.map((run) => readRunSummary(run, curves.get(run.id)!)),
    analyze: config,
    groups,
    plain,
    facts: await factView(stage.runs, stage.metrics),
    extraction,
    findings,
    notes,
  };
}
