import { findManifest, manifestDigest, type RunDirectories } from '@lethe/contracts';
import * as z from 'zod';
import { countParameters } from '../../read/count-parameters.js';
import type { TrainingCurve } from '../../read/read-training.js';
import type { RunSummary, StageSummary } from '../../report/report-input.js';

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
