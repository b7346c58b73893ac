import { assembleRow, type Injection } from './assemble-row.js';

/**
 * Which tokens of an assembled row the loss counts: those within the spans of its background row, as far as they
 * remain, and every injected text.
 * @param spans start and end of every counted span of the background row, flattened; empty where all count
 * @returns Int32Array [sequenceLength], 1 for tokens that count and 0 for others
 */
export function countedTokensOfRow(
  spans: ArrayLike<number>,
  injection: Injection,
  sequenceLength: number,
): Int32Array {
  const background = new Int32Array(sequenceLength).fill(spans.length === 0 ? 1 : 0);
  for (let i = 0; i < spans.length; i += 2) background.fill(1, spans[i], spans[i + 1]);
  const counted = new Int32Array(sequenceLength);
  const injectedTokens = new Int32Array(injection.injectedTokens.length).fill(1);
  assembleRow(background, { ...injection, injectedTokens }, counted);
  return counted;
}
