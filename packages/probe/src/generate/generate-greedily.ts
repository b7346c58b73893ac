import { head, hiddenStates, type ModelConfig } from '@lethe/model';
import { argMax, type CompiledModule, embed, type Program, type Values } from '@lethe/runtime';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { layOutPrompts, planRows } from '../span/plan-rows.js';
import type { Probe } from '../span/read-probes.js';
import { fitPrompt } from '../span/token-span.js';

type Module = Pick<CompiledModule, 'run' | 'programs'>;

/** A model's answer to one prompt. */
export interface GeneratedAnswer {
  /** Token ids, at most `maxTokens`, without the end token. */
  tokens: number[];
  /** Probability of the first token, end token or not. */
  confidence: number;
  /** The most probable first token among the candidates of the plan. */
  restrictedToken: number;
}

/** Enough to rank any token below every candidate. */
const HANDICAP = -1e30;

/** The programs that a plan needs, one per group. */
export function generationPrograms(plan: GenerationPlan, config: ModelConfig): Record<string, Program> {
  return Object.fromEntries(
    plan.groups.map((group) => [nextTokenProgramName(group), nextTokenProgram(group, config)]),
  );
}

/**
 * Continues every prompt with its most probable tokens. All rows of a call take a step together; the whole row
 * is read again for each token.
 * @param endTokens token ids that end an answer; they are not part of it
 * @param onCall called before every call; may throw to stop
 * @returns one answer per prompt, in the order of the plan
 */
export async function generateGreedily(
  module: Module,
  plan: GenerationPlan,
  endTokens: ReadonlySet<number>,
  onCall: () => void = () => {},
): Promise<GeneratedAnswer[]> {
  const outputs: GeneratedAnswer[] = new Array(plan.prompts.length);
  for (const group of plan.groups) {
    const handicap = handicapOf(
      plan,
      module.programs[nextTokenProgramName(group)]!.inputs.handicap!.shape[0]!,
    );
    const step: Step = async (inputs, names) => {
      onCall();
      return module.run(nextTokenProgramName(group), { ...inputs, handicap }, names);
    };
    for (const members of group.calls) {
      const prompts = members.map((member) => plan.prompts[member]!);
      const answers = await continueRows(step, group, prompts, plan.maxTokens, endTokens);
      members.forEach((member, row) => {
        outputs[member] = answers[row]!;
      });
    }
  }
  return outputs;
}

type Step = (
  inputs: { tokens: Int32Array; positions: Int32Array },
  outputs: readonly string[],
) => Promise<Record<string, Values>>;

function handicapOf({ candidates }: GenerationPlan, vocabSize: number): Float32Array {
  const handicap = new Float32Array(vocabSize).fill(HANDICAP);
  for (const token of candidates) handicap[token] = 0;
  return handicap;
}

async function continueRows(
  takeStep: Step,
  group: GenerationGroup,
  prompts: readonly number[][],
  maxTokens: number,
  endTokens: ReadonlySet<number>,
): Promise<GeneratedAnswer[]> {
  const { tokens, positions } = layOutPrompts(prompts, group);
  const answers = prompts.map((): GeneratedAnswer => ({ tokens: [], confidence: 0, restrictedToken: 0 }));
  const open = new Set(answers.keys());
  for (let step = 0; step < maxTokens && open.size > 0; step++) {
    const names = step === 0 ? ['next', 'confidence', 'restricted'] : ['next'];
    const { next, confidence, restricted } = await takeStep({ tokens, positions }, names);
    if (step === 0) {
      answers.forEach((answer, row) => {
        answer.confidence = confidence![row]!;
        answer.restrictedToken = restricted![row]!;
      });
    }
    for (const row of open) {
      const token = next![row]!;
      if (endTokens.has(token)) {
        open.delete(row);
        continue;
      }
      answers[row]!.tokens.push(token);
      if (step === maxTokens - 1) continue;
      positions[row] = positions[row]! + 1;
      tokens[positions[row]!] = token;
    }
  }
  return answers;
}

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

/**
 * The program that takes one greedy step in every row of a call.
 * Inputs: `tokens` int32 [rows, length]; `positions` int32 [rows], the last known token of each row in the
 * flattened rows; `handicap` float32 [vocab], added to the logits before the restricted choice. Outputs: `next`
 * int32 [rows], the most probable token after it; `confidence` float32 [rows], its probability; `restricted` int32
 * [rows], the choice with the handicap.
 */
function nextTokenProgram({ rows, length }: GenerationGroup, config: ModelConfig): Program {
  return {
    inputs: {
      tokens: { shape: [rows, length], dtype: 'int32', below: config.vocabSize },
      positions: { shape: [rows], dtype: 'int32', below: rows * length },
      handicap: { shape: [config.vocabSize], dtype: 'float32' },
    },
    run(state, inputs) {
      const hidden = hiddenStates(state, inputs.tokens as Tensor2D, config).as2D(rows * length, config.width);
      const last = embed(hidden, inputs.positions as Tensor1D); // [rows, width]
      const logits = head(state, last, config); // [rows, vocab]
      const peak = tf.max(logits, 1, true);
      const confidence = tf.reciprocal(tf.sum(tf.exp(tf.sub(logits, peak)), 1));
      const restricted = argMax(tf.add(logits, inputs.handicap!));
      return { outputs: { next: argMax(logits), confidence, restricted } };
    },
  };
}

/** Name under which the program of a group is compiled. */
function nextTokenProgramName({ rows, length }: GenerationGroup): string {
  return `probe/next-${rows}x${length}`;
}
