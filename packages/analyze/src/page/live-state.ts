/** A point of a drawn curve: x, then y. */
export type LivePoint = [x: number, y: number];

export type TrainingStatus = 'waiting for data' | 'waiting for training' | 'running' | 'stopped' | 'finished';

/** How far one run has come. */
export interface LiveProgress {
  run: string;
  status: TrainingStatus;
  /** Steps done, and how many there will be. */
  step: number;
  steps: number;
  loss: LivePoint[];
  /** On held-out rows; empty where the training does not evaluate. */
  evaluation: LivePoint[];
  lastLoss: number | null;
  tokens: number;
  tokensPerSecond: number | null;
  secondsLeft: number | null;
  /** First step of every round of injections. */
  rounds: number[];
}

/** What an event of the server says of the run that is shown, and of all runs. */
export interface LiveState extends LiveProgress {
  panels: { depth: string; series: LiveSeries[] }[];
  /** Why following the run ended or waits, if it does. */
  failure: string | undefined;
  runs: { id: string; status: TrainingStatus }[];
  /** Whether the report of the analysis is there. */
  report: boolean;
}

export interface LiveSeries {
  label: string;
  look: SeriesLook;
  points: LivePoint[];
}

export interface SeriesLook {
  /** Number of the colour. */
  number: number;
  colour: string;
  /** Lengths of dashes and gaps. */
  dash: readonly number[];
}
