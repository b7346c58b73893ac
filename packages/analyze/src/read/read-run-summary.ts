import { findManifest, manifestDigest, modelSpec, type RunDirectories } from '@lethe/contracts';
import type { RunSummary, StageSummary } from '../report/report-input.js';
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

function describeModel(config: unknown): string | null {
  const parsed = modelSpec.safeParse((config as { model?: unknown } | null | undefined)?.model);
  if (!parsed.success) return null;
  const { architecture, layers, heads, width } = parsed.data;
  return `${architecture}, ${layers} layers, width ${width}, ${heads} heads`;
}

const finiteOrNull = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;
