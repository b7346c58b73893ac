/** Where a claim says that a number lies. */
export type ClaimTest = { above: number } | { below: number } | { between: readonly [number, number] };

/** A published claim, as data: what is measured, and in which range it should lie. */
export interface Claim {
  /** Number in the list of testable findings, such as `F11`; its key in the declaration unless given. */
  readonly id: string;
  /** What tells variants of one id apart, such as `composition`. */
  readonly where?: string;
  /** What is said of every subject, in a sentence without its full stop. */
  readonly statement: string;
  /** Paper and section. */
  readonly source: string;
  /** What the source found; null where it gives nothing. */
  readonly sourceValue: string | null;
  /** The number that is estimated, in words, with its unit. */
  readonly estimand: string;
  readonly test: ClaimTest;
}

/** The open range of numbers for which a claim holds. */
export function claimRange(test: ClaimTest): [number, number] {
  if ('above' in test) return [test.above, Number.POSITIVE_INFINITY];
  if ('below' in test) return [Number.NEGATIVE_INFINITY, test.below];
  return [test.between[0], test.between[1]];
}
