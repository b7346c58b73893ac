import type { ModelConfig } from '@lethe/model';
import type { CompiledModule, Program } from '@lethe/runtime';
import { nextTokenProgram, nextTokenProgramName } from './next-token-program.js';
import type { GenerationGroup, GenerationPlan } from './plan-generation.js';

type Module = Pick<CompiledModule, 'run'>;

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
 * @returns generated token ids per prompt, at most `maxTokens`
 */
export async function generateGreedily(
  module: Module,
  plan: GenerationPlan,
  endTokens: ReadonlySet<number>,
  onCall: () => void = () => {},
): Promise<number[][]> {
  const outputs: number[][] = plan.prompts.map(() => []);
  for (const group of plan.groups) {
    for (const members of group.calls) {
      const prompts = members.map((member) => plan.prompts[member]!);
      const answers = await continueRows(module, group, prompts, plan.maxTokens, endTokens, onCall);
      members.forEach((member, row) => {
        outputs[member] = answers[row]!;
      });
    }
  }
  return outputs;
}

async function continueRows(
  module: Module,
  group: GenerationGroup,
  prompts: readonly number[][],
  maxTokens: number,
  endTokens: ReadonlySet<number>,
  onCall: () => void,
): Promise<number[][]> {
  const { rows, length } = group;
  const tokens = new Int32Array(rows * length);
  // Rows that are not needed read their first, empty place.
  const positions = Int32Array.from({ length: rows }, (_, row) => row * length);
  prompts.forEach((prompt, row) => {
    tokens.set(prompt, row * length);
    positions[row] = row * length + prompt.length - 1;
  });
  const answers: number[][] = prompts.map(() => []);
  const open = new Set(answers.keys());
  for (let step = 0; step < maxTokens && open.size > 0; step++) {
    onCall();
    const { next } = await module.run(nextTokenProgramName(group), { tokens, positions });
    for (const row of open) {
      const token = next![row]!;
      if (endTokens.has(token)) {
        open.delete(row);
        continue;
      }
      answers[row]!.push(token);
      if (step === maxTokens - 1) continue;
      positions[row] = positions[row]! + 1;
      tokens[positions[row]!] = token;
    }
  }
  return answers;
}
