import { LetheError } from '@lethe/contracts';
import type { TokenSpan } from './token-span.js';

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
