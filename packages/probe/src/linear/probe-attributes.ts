import type { RowOf } from '@lethe/contracts';
import { openCheckpoint } from '@lethe/model';
import { type BackendName, openBackend } from '@lethe/runtime';
import { stepOfDirectory } from '../checkpoints/find-checkpoints.js';
import type { LinearSpec } from '../options/linear.js';
import { readProbes } from '../span/read-probes.js';
import type { linearProbes } from '../tables.js';
import { fitAttributeHeads } from './fit-attribute-heads.js';
import { planAttributes } from './plan-attributes.js';

export interface AttributeProbeOptions {
  /** Data directory with facts, probes and tokenizer.json. */
  data: string;
  /** Hugging Face model directory. */
  model: string;
  spec: LinearSpec;
  backend?: string | undefined;
  log?: (line: string) => void;
  signal?: AbortSignal;
}

/**
 * P- and Q-probing of one model with the facts of a data directory: see `fitAttributeHeads`.
 * @returns rows of the table linear_probes
 * @throws LetheError when there is nothing to probe for, to train on or to test
 */
export async function probeAttributes(options: AttributeProbeOptions): Promise<RowOf<typeof linearProbes>[]> {
  const { data, model, spec, ...rest } = options;
  const places = await planAttributes(data, await readProbes(data), spec);
  const { config, weights } = openCheckpoint(model);
  const backend = await openBackend({ backend: options.backend as BackendName | 'auto' | undefined });
  return fitAttributeHeads({ ...rest, backend, config, weights, places, spec, step: stepOfDirectory(model) });
}
