import { findManifest, manifestDigest, type RunDirectories, type StageName } from '@lethe/contracts';
import * as z from 'zod';
import type { ExperimentContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { countParameters } from '../../read/checkpoint.js';
import type { TrainingCurve } from '../../read/read-training.js';

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

/** `train.from`, as far as the page tells it. */
const originSpec = z.object({ experiment: z.string().optional(), run: z.string().default('main') });

/** The model section of a manifest of train, as far as the page tells it. */
const modelSection = z.object({
  architecture: z.string(),
  layers: z.number(),
  heads: z.number(),
  width: z.number(),
  mlpWidth: z.number().optional(),
});

/** Summaries of all runs, in their order. */
export async function summarizeRuns({
  runs,
  trainingOf,
}: ExperimentContext): Promise<Outcome<never, readonly RunSummary[]>> {
  return { result: await Promise.all(runs.map(async (run) => summarizeRun(run, await trainingOf(run)))) };
}

/** What was run, as far as manifests and checkpoints tell; stages that other programs wrote may tell less. */
function summarizeRun(run: RunDirectories, curve: TrainingCurve): RunSummary {
  const manifests = (['data', 'train', 'probe'] as const).map((stage) => ({
    stage,
    manifest: findManifest(run[stage]),
  }));
  const train = manifests[1]!.manifest;
  return {
    id: run.id,
    values: run.values,
    model: describeModel(train?.config),
    parameters: countParameters(run.train),
    tokens: curve.tokens,
    steps: curve.step.length,
    finalLoss: finiteOrNull(curve.loss.at(-1)),
    backend: train?.backend ?? null,
    stages: manifests.flatMap(({ stage, manifest }): StageSummary[] =>
      manifest
        ? [
            {
              stage,
              producer: `${manifest.producer.name} ${manifest.producer.version}`,
              fingerprint: manifest.producer.fingerprint,
              seed: manifest.seed,
              backend: manifest.backend,
              settings: Object.entries(manifest.settings)
                .map(([name, value]) => `${name}=${value}`)
                .join(', '),
              digest: manifestDigest(run[stage]),
              config: manifest.config,
            },
          ]
        : [],
    ),
  };
}

/** The model section, or what the training went on from in its place. */
function describeModel(config: unknown): string | null {
  const sections = (config ?? {}) as { model?: unknown; train?: { from?: unknown } };
  const from = originSpec.safeParse(sections.train?.from);
  if (from.success) {
    const { experiment, run } = from.data;
    return experiment === undefined ? 'goes on from a checkpoint' : `goes on from ${experiment}, ${run}`;
  }
  const parsed = modelSection.safeParse(sections.model);
  if (!parsed.success) return null;
  const { architecture, layers, heads, width, mlpWidth } = parsed.data;
  if (architecture === 'one-layer')
    return mlpWidth ? 'one layer, attention + MLP' : 'one layer, attention only';
  return `${architecture}, ${counted(layers, 'layer')}, width ${width}, ${counted(heads, 'head')}`;
}

const counted = (count: number | undefined, what: string): string =>
  `${count} ${what}${count === 1 ? '' : 's'}`;

const finiteOrNull = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;
