import { architectureOf, type ModelConfig } from '../architectures/registry.js';
import { sizeOf } from '../safetensors/weights.js';

/** Number of parameters; a head that is tied to the embedding counts once. */
export function parameterCount(config: ModelConfig): number {
  return architectureOf(config)
    .parameters(config)
    .reduce((count, { shape }) => count + sizeOf(shape), 0);
}

/** Whether the head is an embedding. */
export function isTied(config: ModelConfig): boolean {
  const architecture = architectureOf(config);
  const head = architecture.headWeight(config);
  return architecture.parameters(config).some(({ name, layout }) => name === head && layout === 'embedding');
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
  const width = 'headWidth' in config ? config.heads * config.headWidth : config.width;
  return matrixFlopsPerToken(config) + 4 * config.layers * width * time;
}

/** Floating-point operations of one token's products with matrices, two for each element; looking up embeddings costs none. */
export function matrixFlopsPerToken(config: ModelConfig): number {
  const matrices = architectureOf(config)
    .parameters(config)
    .filter(({ layout }) => layout === 'out-in' || layout === 'in-out')
    .reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return 2 * (matrices + (isTied(config) ? config.vocabSize * config.width : 0));
}
