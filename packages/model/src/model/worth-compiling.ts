import type { ModelConfig } from '../architectures/registry.js';
import { matrixFlopsPerToken } from './model-size.js';

/**
 * Multiply-adds, times two, from which on XLA's compiling pays: it takes about a second for each program, and saves a
 * quarter to a half of the time that follows (measured on two cores).
 */
const LEAST_WORK = 2e11;

/**
 * Whether programs of a model are to be compiled by XLA for so many tokens in all.
 * @param passes 1 for a forward pass, 3 for a training step
 */
export function isWorthCompiling(config: ModelConfig, tokens: number, passes: number): boolean {
  return passes * tokens * matrixFlopsPerToken(config) >= LEAST_WORK;
}
