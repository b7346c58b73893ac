/** What every stage function gets besides its configuration. */
export interface StageContext {
  /** Directory that it fills; it exists and is empty, unless `resumed`. */
  out: string;
  /** Whether `out` holds what an interrupted run of the same stage with the same configuration left. */
  resumed?: boolean;
  /** Prints one line of progress. */
  log: (line: string) => void;
  /** Prints one line of how far it is, of which there are many; `log` unless given. */
  progress?: (line: string) => void;
  /** Aborted on Ctrl-C: the stage stops soon and throws `signal.reason`. */
  signal: AbortSignal;
}

/** Directories of one run, as the analyze stage gets them. */
export interface RunDirectories {
  /** `bs32-s1`, or `main` without a sweep. */
  id: string;
  /** Swept values by label. */
  values: Record<string, number | string>;
  data: string;
  train: string;
  probe: string;
  /** Id of the run of another experiment that this one continues, `NAME/RUN`. */
  from?: string;
}
