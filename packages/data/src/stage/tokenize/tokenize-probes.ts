import type { probes, RowOf } from '@lethe/contracts';
import type { Tokenizer } from '@lethe/tokenizers';
import type { ProbeText } from '../../corpus/facts/fact-set.js';

/**
 * Tokenizes probes as the model meets them: the space between prompt and target belongs to the target.
 * `token_boundary` says whether prompt and target, encoded apart, are the tokens of the whole text.
 */
export function tokenizeProbes(
  probeTexts: readonly ProbeText[],
  tokenizer: Tokenizer,
): RowOf<typeof probes>[] {
  return probeTexts.map((probe) => {
    const prompt = tokenizer.encode(probe.prompt);
    const target = tokenizer.encode(` ${probe.target}`);
    const whole = tokenizer.encode(`${probe.prompt} ${probe.target}`);
    return {
      ...probe,
      prompt_tokens: Array.from(prompt),
      target_tokens: Array.from(target),
      token_boundary:
        whole.length === prompt.length + target.length &&
        whole.every((id, i) => id === (i < prompt.length ? prompt[i] : target[i - prompt.length])),
      split: probe.split ?? 'test',
    };
  });
}
