import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findManifest, type RunDirectories } from '@lethe/contracts';
import * as z from 'zod';
import { lastCheckpoint } from '../read/checkpoint.js';

/** How a run was made, as far as its manifests and its last checkpoint tell; what it shares with others of its kind. */
export interface RunSetting {
  /** `attention + MLP` or `attention only` for the one-layer model, else the model type of its config.json. */
  model: string;
  /** How the model was trained on: `none` for pretraining itself. */
  fineTuning: 'none' | 'full' | 'LoRA' | 'rank 1';
  /** Rank of the adapter of LoRA; null without one. */
  loraRank: number | null;
  /** K, the templates in which each fact is told; null outside the symbolic world, as are the next three. */
  multiplicity: number | null;
  /** |R|, the templates of the world. */
  templates: number | null;
  /** N_f, the subjects whose questions are for fine-tuning. */
  fineTuned: number | null;
  /** S, the subjects. */
  subjects: number | null;
}

const dataConfig = z.object({
  data: z.object({
    facts: z.object({
      source: z.string(),
      multiplicity: z.number().optional(),
      templates: z.number().optional(),
      fineTuned: z.number().optional(),
      scenarios: z.record(z.string(), z.number()).optional(),
    }),
  }),
});
const trainConfig = z.object({
  train: z.object({
    from: z.unknown().optional(),
    lora: z.object({ rank: z.number().nullish() }).nullish(),
    rankOne: z.unknown().nullish(),
  }),
});
const modelConfig = z.object({ model_type: z.string(), intermediate_size: z.number().optional() });

/** Describes a run; what its manifests do not tell, as those of custom stages may not, is null or `full`. */
export function describeRun(run: RunDirectories): RunSetting {
  const data = dataConfig.safeParse(findManifest(run.data)?.config).data?.data;
  const facts = data?.facts.source === 'symbolic' ? data.facts : undefined;
  const subjects = Object.values(facts?.scenarios ?? {}).reduce((sum, count) => sum + count, 0);
  return {
    model: modelOf(run.train),
    ...fineTuningOf(run.train),
    multiplicity: facts?.multiplicity ?? null,
    templates: facts?.templates ?? null,
    fineTuned: facts?.fineTuned ?? null,
    subjects: facts ? subjects : null,
  };
}

function fineTuningOf(directory: string): Pick<RunSetting, 'fineTuning' | 'loraRank'> {
  const train = trainConfig.safeParse(findManifest(directory)?.config).data?.train;
  if (!train?.from) return { fineTuning: 'none', loraRank: null };
  if (train.rankOne) return { fineTuning: 'rank 1', loraRank: null };
  return train.lora
    ? { fineTuning: 'LoRA', loraRank: train.lora.rank ?? null }
    : { fineTuning: 'full', loraRank: null };
}

function modelOf(directory: string): string {
  try {
    const path = join(lastCheckpoint(directory)!, 'config.json');
    const json: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const { model_type, intermediate_size } = modelConfig.parse(json);
    if (model_type !== 'lethe_one_layer') return model_type;
    return intermediate_size === 0 ? 'attention only' : 'attention + MLP';
  } catch {
    // A custom trainer may keep its checkpoints elsewhere; the run still has its answers.
    return 'model';
  }
}
