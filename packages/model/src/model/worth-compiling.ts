import type { ModelConfig } from '../architectures/registry.js';
import { matrixFlopsPerToken } from './model-size.js';

/**
 * Floating-point operations (two per multiply-add) from which compiling a program by XLA pays: it takes about a second, and
 * saves a quarter to a half of the time that follows (measured on two cores).
 */
const LEAST_WORK = 2e11;

/** What the programs of a model will do. */
export interface Work {
  /** Tokens that pass through the model forward; a training step counts as three passes. */
  tokens: number;
  programs: number;
}

/** Whether XLA should compile the programs of a model. */
export function isWorthCompiling(config: ModelConfig, { tokens, programs }: Work): boolean {
  return tokens * matrixFlopsPerToken(config) >= programs * LEAST_WORK;
}
