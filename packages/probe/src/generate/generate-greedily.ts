import type { ModelConfig } from '@lethe/model';
import type { CompiledModule, Program, Values } from '@lethe/runtime';
import { nextTokenProgram, nextTokenProgramName } from './next-token-program.js';
import type { GenerationGroup, GenerationPlan } from './plan-generation.js';

type Module = Pick<CompiledModule, 'run' | 'programs'>;

/** What a model answers to one prompt. */
export interface GeneratedAnswer {
  /** Token ids, at most `maxTokens`, without the end token. */
  tokens: number[];
  /** Probability of the first token, be it an end token or not. */
  confidence: number;
  /** The most probable first token among the candidates of the plan. */
  restrictedToken: number;
}

/** Enough to put any token behind every candidate. */
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
 * @param onCall called before every call, so that the caller can stop by throwing
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
  { rows, length }: GenerationGroup,
  prompts: readonly number[][],
  maxTokens: number,
  endTokens: ReadonlySet<number>,
): Promise<GeneratedAnswer[]> {
  const tokens = new Int32Array(rows * length);
  // Rows that are not needed read their first, empty place.
  const positions = Int32Array.from({ length: rows }, (_, row) => row * length);
  prompts.forEach((prompt, row) => {
    tokens.set(prompt, row * length);
    positions[row] = row * length + prompt.length - 1;
  });
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
