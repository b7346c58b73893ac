import type { Profile } from '@lethe/contracts';
import type { Sampler } from '../cohort/sampler.js';
import type { Finding } from '../findings/claim.js';
import type { TrainingCurve } from '../read/read-training.js';

/** What the page says of one run. */
export interface RunSummary {
  id: string;
  /** Such as `gpt2, 4 layers, width 256, 4 heads`; from the manifest of train. */
  model: string | null;
  /** Trained numbers, from the final checkpoint. */
  parameters: number | null;
  tokens: number;
  steps: number;
  finalLoss: number | null;
  backend: string | null;
  /** Such as `train: @lethe/train 0.1.0`. */
  producers: string[];
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

/** Runs that are shown together. */
export interface ReportGroup {
  id: string;
  /** What sets the group apart; empty where there is one. */
  label: string;
  sampler: Sampler;
  curves: { run: string; curve: TrainingCurve }[];
  answers: { samples: AnswerSample[]; counts: AnswerCount[] };
}

/** Everything that the page shows. */
export interface ReportInput {
  experiment: string;
  profile: Profile;
  settings: { window: number; iqrFactor: number | null; resamples: number; level: number; seed: number };
  runs: RunSummary[];
  groups: ReportGroup[];
  findings: readonly Finding[];
  notes: readonly string[];
}
