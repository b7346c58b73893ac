import type { Profile, RunDirectories, StageName } from '@lethe/contracts';
import type { ExtractionGroup } from '../analyses/extraction/extraction-group.js';
import type { FactView } from '../analyses/facts/fact-view.js';
import type { LongTail } from '../analyses/long-tail/predict-long-tail.js';
import type { Finding } from '../claims/claim.js';
import type { Sampler } from '../cohort/bootstrap-statistics.js';
import type { AnalyzeSpec } from '../options/analyze.js';
import type { EvaluationCurve } from '../read/read-evaluation.js';
import type { TrainingCurve } from '../read/read-training.js';

/** What the manifest of one stage tells of it. */
export interface StageSummary {
  stage: StageName;
  /** Such as `@lethe/train 0.1.0`. */
  producer: string;
  /** Hash of the code that ran. */
  fingerprint: string;
  seed: number | null;
  backend: string | null;
  /** Such as `LETHE_BACKEND=wasm`. */
  settings: string;
  /** sha256 of the manifest, which holds the hashes of all files. */
  digest: string;
  config: unknown;
}

/** What the page says of one run. */
export interface RunSummary {
  id: string;
  values: RunDirectories['values'];
  /** Such as `gpt2, 4 layers, width 256, 4 heads`; from the manifest of train. */
  model: string | null;
  /** Trained numbers, from the final checkpoint. */
  parameters: number | null;
  tokens: number;
  steps: number;
  finalLoss: number | null;
  backend: string | null;
  /** Of the stages that have a manifest. */
  stages: StageSummary[];
}

/** One generated answer beside its probe. */
export interface AnswerSample {
  run: string;
  condition: string;
  depth: string;
  prompt: string;
  target: string;
  output: string;
  exactMatch: boolean;
  errorClass: string;
}

export interface AnswerCount {
  condition: string;
  depth: string;
  answers: number;
  exactMatches: number;
}

/** How the loss of one run went. */
export interface LossCurves {
  /** What tells it from others of its group, such as `s=1`. */
  name: string;
  curve: TrainingCurve;
  evaluation: EvaluationCurve | undefined;
}

/** Runs that are shown together. */
export interface ReportGroup {
  id: string;
  /** What sets the group apart; empty where there is one. */
  label: string;
  sampler: Sampler;
  longTails: readonly LongTail[];
  /** Its runs, each alone. */
  runs: { id: string; sampler: Sampler }[];
  losses: LossCurves[];
  answers: { samples: AnswerSample[]; counts: AnswerCount[] };
}

/** Everything that the page shows. */
export interface ReportInput {
  experiment: string;
  profile: Profile;
  settings: { window: number; iqrFactor: number | null; resamples: number; level: number; seed: number };
  /** Resolved configuration of the analyze stage. */
  analyze: AnalyzeSpec;
  runs: RunSummary[];
  groups: ReportGroup[];
  /** Runs without facts to be acquired: controls, twins, fine-tunings, plain pretraining. */
  plain: { label: string; losses: LossCurves[] }[];
  /** What fine-tuned runs answer; empty where none was asked. */
  extraction: readonly ExtractionGroup[];
  findings: readonly Finding[];
  /** Facts to look at one by one. */
  facts: FactView;
  notes: readonly string[];
}
