import { type BackendName, type CompileMode, compile, openBackend, type Program } from '@lethe/runtime';
import type { Tensor2D } from '@tensorflow/tfjs';
import type { ModelConfig } from '../architectures/registry.js';
import { forward } from '../model/forward.js';
import type { Weights } from '../safetensors/weights.js';

/** Logits of rows of tokens [batch][time], flat; with the numbers of their documents where attention is to stay within them. */
export async function runForward(
  { name, mode }: { name: BackendName; mode: CompileMode },
  { config, weights }: { config: ModelConfig; weights: Weights },
  tokens: number[][],
  documents?: number[][],
): Promise<Float32Array> {
  const input = { shape: [tokens.length, tokens[0]!.length], dtype: 'int32' } as const;
  const logits = {
    inputs: { tokens: input, documents: input },
    run: (params, inputs) => ({
      outputs: {
        logits: forward(params, inputs.tokens as Tensor2D, config, {
          documents: documents && (inputs.documents as Tensor2D),
        }),
      },
    }),
  } satisfies Program;
  const backend = await openBackend({ backend: name });
  const module = await compile({ backend, state: weights, programs: { logits }, mode });
  const outputs = await module.run('logits', {
    tokens: Int32Array.from(tokens.flat()),
    documents: Int32Array.from((documents ?? tokens).flat()),
  });
  await module.dispose();
  return outputs.logits as Float32Array;
}

export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return Array.from(a).reduce((most, value, i) => {
    const difference = Math.abs(value - b[i]!);
    return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(most, difference);
  }, 0);
}
