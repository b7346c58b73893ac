import { LetheError } from '@lethe/contracts';

/** A prompt and a target, as token ids: the probability of the target after the prompt is measured. */
export interface TokenSpan {
  id: string;
  promptTokens: readonly number[];
  targetTokens: readonly number[];
}

/** @throws LetheError for the first span without a prompt or target, or with a token that the model does not have */
export function checkTokens(spans: readonly TokenSpan[], vocabSize: number, model: string): void {
  for (const { id, promptTokens, targetTokens } of spans) {
    const empty = promptTokens.length === 0 ? 'prompt' : targetTokens.length === 0 ? 'target' : undefined;
    if (empty) {
      throw new LetheError({ what: `span ${id} has no ${empty}`, expected: 'at least one token' });
    }
    const wrong = [...promptTokens, ...targetTokens].find(
      (token) => !(Number.isInteger(token) && token >= 0 && token < vocabSize),
    );
    if (wrong === undefined) continue;
    throw new LetheError({
      what: 'the tokenizer does not fit the model',
      where: `span ${id}, model ${model}`,
      expected: `token ids from 0 to ${vocabSize - 1}`,
      found: String(wrong),
      next: 'use the tokenizer.json that belongs to the model',
    });
  }
}

/**
 * The end of a probe's prompt that leaves room for `following` more tokens in the model's context. The beginning
 * of a long prompt is cut off: what stands next to the target matters most.
 * @throws LetheError when not even one token of the prompt fits
 */
export function fitPrompt(probe: TokenSpan, following: number, contextLength: number): number[] {
  const room = contextLength - following;
  if (room >= 1) return probe.promptTokens.slice(-room);
  throw new LetheError({
    what: `probe ${probe.id} does not fit the context of the model`,
    expected: `one token of the prompt and ${following} more in ${contextLength} tokens`,
    next: 'use longer rows (data.sequenceLength), shorter targets, or fewer generated tokens',
  });
}
