import { sizeOf } from '../safetensors/weights.js';
import { architectureOf, type ModelConfig } from './forward.js';

/** Number of parameters; a head that is tied to the embedding counts once. */
export function parameterCount(config: ModelConfig): number {
  return architectureOf(config)
    .parameters(config)
    .reduce((count, { shape }) => count + sizeOf(shape), 0);
}

/**
 * Floating-point operations of one training token: forward pass and twice as much backward. Attention counts
 * every pair of positions, the masked ones too, as is usual (PaLM, arXiv 2204.02311, appendix B).
 */
export function trainFlopsPerToken(config: ModelConfig, time = config.contextLength): number {
  return 3 * forwardFlopsPerToken(config, time);
}

/** Floating-point operations of one token's forward pass in a row of `time` tokens, head included. */
export function forwardFlopsPerToken(config: ModelConfig, time = config.contextLength): number {
  const attention = 4 * config.layers * config.width * time;
  return architectureOf(config).matrixFlopsPerToken(config) + attention;
}
