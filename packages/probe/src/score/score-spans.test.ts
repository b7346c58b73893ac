import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { Span } from './load-spans.js';
import { scoreSpans } from './score-spans.js';

const fixtures = fileURLToPath(new URL('../../../model/fixtures', import.meta.url));
const END = 3;

const span = (tokens: readonly number[], begin: number, end: number, tokenBoundary = true): Span => ({
  id: `${begin}-${end}`,
  promptTokens: tokens.slice(0, begin),
  targetTokens: tokens.slice(begin, end),
  targetBytes: 4,
  tokenBoundary,
});

/** log softmax of a row of logits. */
function logSoftmax(row: readonly number[]): number[] {
  const peak = Math.max(...row);
  const total = Math.log(row.reduce((sum, value) => sum + Math.exp(value - peak), 0));
  return row.map((value) => value - peak - total);
}

// The logits of transformers, and of PEFT with an adapter.
it.each([
  ['tiny-gpt2', undefined],
  ['tiny-llama', undefined],
  ['tiny-gpt2', 'adapter-tiny-gpt2'],
  ['tiny-llama', 'adapter-tiny-llama'],
])('scores as the model %s with adapter %s does elsewhere', async (model, adapter) => {
  const golden = JSON.parse(readFileSync(join(fixtures, adapter ?? model, 'golden.json'), 'utf8')) as {
    tokens: number[][];
    logits: number[][][];
  };
  const spans = golden.tokens.flatMap((tokens) => [
    span(tokens, 1, 2),
    span(tokens, 4, 7),
    span(tokens, 10, 11),
    span(tokens, 4, 7),
  ]);
  const { measurement, unconditional, truncated, backend } = await scoreSpans({
    model: join(fixtures, model),
    adapter: adapter && join(fixtures, adapter),
    backend: 'wasm',
    spans,
  });
  expect([backend, truncated, unconditional]).toEqual(['wasm', 0, undefined]);
  for (const [i, { promptTokens, targetTokens }] of spans.entries()) {
    const ours = measurement.logProbs.subarray(measurement.offsets[i], measurement.offsets[i + 1]);
    const rows = golden.logits[Math.floor(i / 4)]!.slice(promptTokens.length - 1).map(logSoftmax);
    expect(ours).toHaveLength(targetTokens.length);
    targetTokens.forEach((token, k) => {
      expect(Math.abs(ours[k]! - rows[k]![token]!)).toBeLessThan(1e-4);
    });
    const rank = rows[0]!.filter((value) => value > rows[0]![targetTokens[0]!]!).length + 1;
    expect(measurement.firstRanks[i]).toBe(rank);
  }
});

it('scores targets by themselves, names missing token boundaries, and refuses tokens that the model does not have', async () => {
  const tokens = [5, 6, 7, 8];
  const spans = [span(tokens, 1, 3), span(tokens, 2, 3, false), span([END, 6, 7], 1, 3)];
  const lines: string[] = [];
  const options = {
    model: join(fixtures, 'tiny-gpt2'),
    backend: 'wasm',
    log: (line: string) => void lines.push(line),
  };
  const { measurement, unconditional } = await scoreSpans({ ...options, spans, endOfText: END });
  // The third span has the end of a text as its prompt, and the first has the same target.
  expect(unconditional!.logProbs.slice(0, 2)).toEqual(measurement.logProbs.slice(3, 5));
  expect(unconditional!.logProbs.slice(3, 5)).toEqual(measurement.logProbs.slice(3, 5));
  expect(measurement.logProbs.slice(0, 2)).not.toEqual(measurement.logProbs.slice(3, 5));
  expect(lines.filter((line) => line.includes('boundary'))).toEqual([
    expect.stringContaining('1 of 3 probes have no token boundary'),
  ]);
  expect(lines.join()).toContain('(2-3)');
  await expect(scoreSpans({ ...options, spans: [span([1, 99_999], 1, 2)] })).rejects.toThrow(
    /tokenizer does not fit the model[\s\S]*found: +99999/,
  );
  await expect(scoreSpans({ ...options, spans: [span([1], 1, 1)] })).rejects.toThrow(/has no target/);
});
