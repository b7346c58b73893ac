/** Where a claim says that a number lies. */
export type ClaimTest = { above: number } | { below: number } | { between: readonly [number, number] };

/**
 * How a claim is judged. `primary`: one of the few that a paper stands or falls with, chosen before any result; their
 * p-values are corrected by Holm. `secondary`: any other; corrected to the false discovery rate. `prediction`: a number
 * that settings decide, so that no measurement speaks to it; it has no verdict.
 */
export type ClaimKind = 'primary' | 'secondary' | 'prediction';

/** A published claim, as data: what is measured, and in which range it should lie. */
export interface Claim {
  /** Number in the list of testable findings, such as `F11`; its key in the declaration unless given. */
  readonly id: string;
  /** What tells variants of one id apart, such as `composition`. */
  readonly where?: string;
  /** `secondary` unless given. */
  readonly kind?: ClaimKind;
  /** What a first test has to show before there is anything to claim, such as `encounters have a clear effect`. */
  readonly given?: string;
  /** What is said of every subject, in a sentence without its full stop. */
  readonly statement: string;
  /** The same for readers who do not know the terms. */
  readonly words: string;
  /** Paper and section. */
  readonly source: string;
  /** What the source found; null where it gives nothing. */
  readonly sourceValue: string | null;
  /** The number that is estimated, in words, with its unit. */
  readonly estimand: string;
  /** That unit, as it stands behind a number; empty for a pure one. */
  readonly unit: string;
  readonly test: ClaimTest;
  /** What an experiment has to have beyond injected facts, or questions after a pretraining; absent for nothing. */
  readonly needs?: string;
  /**
   * Whether the range is that of a constant of the source's own models, which are larger by orders of magnitude: that of
   * another model may lie elsewhere and contradicts nothing.
   */
  readonly constant?: true;
}

/** The open range of numbers for which a claim holds. */
export function claimRange(test: ClaimTest): [number, number] {
  if ('above' in test) return [test.above, Number.POSITIVE_INFINITY];
  if ('below' in test) return [Number.NEGATIVE_INFINITY, test.below];
  return [test.between[0], test.between[1]];
}

/** How far a number lies from the nearest edge of a claim. */
export const distanceToEdge = (value: number, test: ClaimTest): number =>
  Math.min(...claimRange(test).map((edge) => Math.abs(value - edge)));
