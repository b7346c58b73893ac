import { paddingShare, planRows } from './plan-rows.js';
import { fitPrompt, type TokenSpan } from './token-span.js';

/** One call of a span program. Rows and targets that are not needed are zeros. */
export interface SpanCall {
  /** Int32Array [rows, length] */
  tokens: Int32Array;
  /** Int32Array [targets], place in the flattened rows whose next token is the target. */
  positions: Int32Array;
  /** Int32Array [targets], token ids. */
  targets: Int32Array;
  /** Probes whose targets these are, in order. */
  probes: number[];
}

/** All calls of one shape. */
export interface SpanGroup {
  rows: number;
  length: number;
  /** Target positions per call. */
  targets: number;
  calls: SpanCall[];
}

/** How a set of probes is measured: which rows of tokens, read at which places. */
export interface SpanPlan {
  groups: SpanGroup[];
  /** Int32Array [probes + 1], where the targets of each probe begin among those of all probes. */
  offsets: Int32Array;
  /** Probes whose prompt lost its beginning because it is longer than the model's context. */
  truncated: number;
  /** Share of the tokens read that is padding. */
  padding: number;
}

/**
 * Lays out probes in rows, one per row, padded at the end: causal attention keeps the padding from being seen.
 * The last target token is never read, only predicted.
 * @throws LetheError when a target is too long for the context
 */
export function planSpans(probes: readonly TokenSpan[], contextLength: number): SpanPlan {
  const { prompts, lengths } = fitPrompts(probes, contextLength);
  const rowGroups = planRows(lengths, contextLength);
  const groups = rowGroups.map(({ length, rows, calls }): SpanGroup => {
    const targets = Math.max(...calls.map((members) => countTargets(members.map((i) => probes[i]!))));
    return {
      rows,
      length,
      targets,
      calls: calls.map((members) => layOut(probes, prompts, members, { rows, length, targets })),
    };
  });
  return {
    groups,
    offsets: targetOffsets(probes),
    truncated: probes.filter((probe, i) => prompts[i]!.length < probe.promptTokens.length).length,
    padding: paddingShare(rowGroups, lengths),
  };
}

/** Rows, tokens per row and target positions of one call. */
export type SpanShape = Pick<SpanGroup, 'rows' | 'length' | 'targets'>;

/** The smallest shape that holds each of several sets of probes in one call. */
export function shapeOfSets(sets: readonly (readonly TokenSpan[])[], contextLength: number): SpanShape {
  return {
    rows: Math.max(...sets.map((probes) => probes.length)),
    length: Math.max(...sets.map((probes) => Math.max(...fitPrompts(probes, contextLength).lengths))),
    targets: Math.max(...sets.map(countTargets)),
  };
}

/** Lays out a small set of probes in one call of a given shape. */
export function planSpanSet(probes: readonly TokenSpan[], contextLength: number, shape: SpanShape): SpanPlan {
  const { prompts, lengths } = fitPrompts(probes, contextLength);
  const members = probes.map((_, i) => i);
  return {
    groups: [{ ...shape, calls: [layOut(probes, prompts, members, shape)] }],
    offsets: targetOffsets(probes),
    truncated: 0,
    padding: 1 - lengths.reduce((sum, length) => sum + length, 0) / (shape.rows * shape.length),
  };
}

/** Prompts cut to the context, and the tokens that each probe's row needs. */
function fitPrompts(
  probes: readonly TokenSpan[],
  contextLength: number,
): { prompts: number[][]; lengths: number[] } {
  const prompts = probes.map((probe) => fitPrompt(probe, probe.targetTokens.length - 1, contextLength));
  return { prompts, lengths: probes.map((probe, i) => prompts[i]!.length + probe.targetTokens.length - 1) };
}

const countTargets = (probes: readonly TokenSpan[]): number =>
  probes.reduce((sum, { targetTokens }) => sum + targetTokens.length, 0);

function targetOffsets(probes: readonly TokenSpan[]): Int32Array {
  const offsets = new Int32Array(probes.length + 1);
  probes.forEach((probe, i) => {
    offsets[i + 1] = offsets[i]! + probe.targetTokens.length;
  });
  return offsets;
}

function layOut(
  probes: readonly TokenSpan[],
  prompts: readonly number[][],
  members: number[],
  { rows, length, targets: targetCount }: SpanShape,
): SpanCall {
  const tokens = new Int32Array(rows * length);
  const positions = new Int32Array(targetCount);
  const targets = new Int32Array(targetCount);
  let used = 0;
  members.forEach((member, row) => {
    const prompt = prompts[member]!;
    const target = probes[member]!.targetTokens;
    const start = row * length;
    tokens.set(prompt, start);
    tokens.set(target.slice(0, -1), start + prompt.length);
    target.forEach((token, i) => {
      positions[used] = start + prompt.length - 1 + i;
      targets[used++] = token;
    });
  });
  return { tokens, positions, targets, probes: members };
}
