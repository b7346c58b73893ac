import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFictionalKnowledge, selectFictionalKnowledge, tokenizeProbes } from '@lethe/data';
import { initWeights, modelConfigFromSpec, parameterCount, saveCheckpoint } from '@lethe/model';
import { modelSpec } from '@lethe/model/declaration';
import type { TokenSpan } from '@lethe/probe';
import { gpt2Tokenizer } from '@lethe/tokenizers';
import { dataFile } from '../inputs/data-file.js';

/**
 * Models whose scoring is measured, both with GPT-2's vocabulary and context. `stated` is what this project states: how
 * many times the probes/s of the plain loop.
 */
export const spanModels = {
  'gpt2-small': { layers: 12, heads: 12, width: 768, stated: 2 },
  '1m': { layers: 4, heads: 2, width: 20, stated: 5 },
} as const;

export type SpanModelName = keyof typeof spanModels;

const VOCABULARY = 50_257;
const CONTEXT = 1024;
/** Scale of the initial weights, so that logits differ as much as those of a trained model. */
const SPREAD = 2;

/** The 1,950 probes of Fictional Knowledge, tokenized by GPT-2's ranks. */
export async function fictionalKnowledgeSpans(): Promise<TokenSpan[]> {
  const path = dataFile('fictional-knowledge/fictional_knowledge_paraphrased.json');
  const entries = readFictionalKnowledge(path);
  const { probes } = selectFictionalKnowledge(
    entries,
    { paraphrase: 40, duplication: 40, once: 40, control: 10 },
    path,
  );
  return tokenizeProbes(probes, await gpt2Tokenizer()).map(({ probe_id, prompt_tokens, target_tokens }) => ({
    id: probe_id,
    promptTokens: prompt_tokens,
    targetTokens: target_tokens,
  }));
}

/** Writes what both processes read: model/ with random weights, and spans.json. Returns the number of parameters. */
export function writeSpanCase(directory: string, name: SpanModelName, spans: readonly TokenSpan[]): number {
  const { layers, heads, width } = spanModels[name];
  const spec = modelSpec.parse({ architecture: 'gpt2', layers, heads, width });
  const config = modelConfigFromSpec(spec, { vocabSize: VOCABULARY, contextLength: CONTEXT });
  const weights = initWeights(config, 1);
  for (const { shape, values } of Object.values(weights)) {
    if (shape.length === 2) for (let i = 0; i < values.length; i++) values[i] = SPREAD * values[i]!;
  }
  saveCheckpoint(join(directory, 'model'), config, weights);
  writeFileSync(join(directory, 'spans.json'), JSON.stringify(spans));
  return parameterCount(config);
}
