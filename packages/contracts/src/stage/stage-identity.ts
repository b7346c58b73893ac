import { hashJson } from './hash-json.js';
import { MANIFEST_VERSION, type Manifest } from './manifest.js';
import type { StageName } from './stages.js';

/** All that a stage's result depends on. */
export interface StageIdentity {
  stage: StageName;
  /** Who produces it; the fingerprint changes when the code changes. */
  producer: { name: string; version: string; fingerprint: string };
  /** The resolved slice of the experiment spec that the stage reads. */
  config: unknown;
  seed: number | null;
  /** Settings from outside the spec that change results, such as LETHE_BACKEND. */
  settings: Record<string, string>;
  /** Manifests of what it reads. */
  inputs: Manifest['inputs'];
}

/** What stands in a manifest for all that the result depends on: a directory of the same identity is up to date. */
export function stageIdentity({ stage, producer, config, seed, settings, inputs }: StageIdentity): string {
  return hashJson({
    manifest: MANIFEST_VERSION,
    stage,
    producer,
    config,
    seed,
    settings,
    inputs,
  });
}
