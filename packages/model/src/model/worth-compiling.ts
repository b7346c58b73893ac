import type { ModelConfig } from '../architectures/registry.js';
import { matrixFlopsPerToken } from './model-size.js';

/**
 * Floating-point operations (two per multiply-add) from which compiling by XLA pays: it takes about a second for each
 * program, and saves a quarter to a half of the time that follows (measured on two cores).
 */
const LEAST_WORK = 2e11;

/**
 * Whether XLA should compile the programs of a model for the given total of tokens.
 * @param passes 1 for a forward pass, 3 for a training step
 */
export function isWorthCompiling(config: ModelConfig, tokens: number, passes: number): boolean {
  return passes * tokens * matrixFlopsPerToken(config) >= LEAST_WORK;
}
