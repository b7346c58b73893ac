import type { Backend, CompileMode } from '@lethe/runtime';
import type { ModelConfig } from '../architectures/registry.js';
import { matrixFlopsPerToken } from './model-size.js';

/**
 * Floating-point operations (two per multiply-add) from which compiling a program by XLA pays: it takes one to two seconds,
 * and saves 8 to 18 % of the time of a training step, less in one thread and nothing at width 64 (`bench:train-step`):
 * from 1.5e12 at width 128 on two cores to 9e12 at width 512.
 */
const LEAST_COMPILED = 2e12;

/** The same of recording a program as a plain graph, a tenth of a second, beside running its operations one by one. */
const LEAST_RECORDED = 5e9;

/** What the programs of a model will do. */
export interface Work {
  /** Tokens that pass through the model forward; a training step counts as three passes. */
  tokens: number;
  programs: number;
}

/** How the programs of a model are done soonest: compiled by XLA, or as plain graphs, which start in a tenth of the time. */
export function fastestMode(
  backend: Pick<Backend, 'binding'>,
  config: ModelConfig,
  { tokens, programs }: Work,
): CompileMode {
  if (!backend.binding) return 'eager';
  return tokens * matrixFlopsPerToken(config) >= programs * LEAST_COMPILED ? 'compiled' : 'graph';
}

/** Whether the programs of a model should be recorded as graphs where they can be. */
export function isWorthRecording(config: ModelConfig, { tokens, programs }: Work): boolean {
  return tokens * matrixFlopsPerToken(config) >= programs * LEAST_RECORDED;
}
