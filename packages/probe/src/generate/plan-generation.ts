import { fitPrompt } from '../span/fit-prompt.js';
import { planRows } from '../span/plan-rows.js';
import type { Probe } from '../span/read-probes.js';

/** Prompts that are continued together, in calls of one shape. */
export interface GenerationGroup {
  rows: number;
  /** Tokens per row: the prompt and all generated tokens but the last. */
  length: number;
  /** Indices of the prompts of every call. */
  calls: number[][];
}

export interface GenerationPlan {
  groups: GenerationGroup[];
  /** Token ids, cut at the beginning where prompt and answer do not fit the context together. */
  prompts: number[][];
  maxTokens: number;
  /** Among these tokens the restricted answer is chosen: the first ones of all targets, ascending. */
  candidates: Int32Array;
}

/**
 * Lays out the prompts of probes so that `maxTokens` tokens can follow each.
 * @throws LetheError when `maxTokens` leave no room for a prompt
 */
export function planGeneration(
  probes: readonly Probe[],
  maxTokens: number,
  contextLength: number,
): GenerationPlan {
  const prompts = probes.map((probe) => fitPrompt(probe, maxTokens - 1, contextLength));
  const lengths = prompts.map((prompt) => prompt.length + maxTokens - 1);
  const candidates = Int32Array.from(new Set(probes.map(({ targetTokens }) => targetTokens[0]!))).sort();
  return { groups: planRows(lengths, contextLength), prompts, maxTokens, candidates };
}
