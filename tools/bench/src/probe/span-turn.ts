/** A share of the spans: every `parts`-th batch or call, from `part` on. */
export interface SpanTurn {
  part: number;
  parts: number;
}

/** What a process reports of one turn. */
export interface SpanReport {
  spans: number;
  seconds: number;
  /** Processor time of all threads. */
  cpuSeconds: number;
  /** Natural-log probability of every target token, by number of the span. */
  logProbs: Record<string, number[]>;
  description: string;
}
