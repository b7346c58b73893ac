/** What became of an input; all but the first two are defects. */
export const outcomes = ['accepted', 'refused', 'error', 'hang', 'memory', 'crash'] as const;
export type Outcome = (typeof outcomes)[number];

/** What the reading process says of an input: `error` is none that a user could be shown. */
export interface FuzzAnswer {
  outcome: 'accepted' | 'refused' | 'error';
  /** Name, message and first place of an error. */
  error?: string;
  /** Of the process so far. */
  peakMiB: number | null;
}
