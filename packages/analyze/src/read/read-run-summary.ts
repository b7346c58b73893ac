import { findManifest, modelSpec, type RunDirectories } from '@lethe/contracts';
import type { RunSummary } from '../report/report-input.js';
import { countParameters } from './count-parameters.js';
import type { TrainingCurve } from './read-training.js';

/** What was run, as far as manifests and checkpoints tell; stages that other programs wrote may tell less. */
export function readRunSummary(run: RunDirectories, curve: TrainingCurve): RunSummary {
  const manifests = (['data', 'train', 'probe'] as const).map((stage) => ({
    stage,
    manifest: findManifest(run[stage]),
  }));
  const train = manifests[1]!.manifest;
  return {
    id: run.id,
    model: describeModel(train?.config),
    parameters: countParameters(run.train),
    tokens: curve.tokens,
    steps: curve.step.length,
    finalLoss: finiteOrNull(curve.loss.at(-1)),
    backend: train?.backend ?? null,
    producers: manifests.flatMap(({ stage, manifest }) =>
      manifest ? [`${stage}: ${manifest.producer.name} ${manifest.producer.version}`] : [],
    ),
  };
}

function describeModel(config: unknown): string | null {
  const parsed = modelSpec.safeParse((config as { model?: unknown } | null | undefined)?.model);
  if (!parsed.success) return null;
  const { architecture, layers, heads, width } = parsed.data;
  return `${architecture}, ${layers} layers, width ${width}, ${heads} heads`;
}

const finiteOrNull = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;
