/** What one process of one variant reports. */
export interface Measurement {
  losses: number[];
  /** Wall time of every step; the first ones hold compilation. */
  seconds: number[];
  /** Versions and device. */
  description: string;
}

/** How long a process measures: at least `minSteps` after the warm-up, and then until `seconds` have passed. */
export interface Budget {
  warmUp: number;
  minSteps: number;
  maxSteps: number;
  seconds: number;
}

/** Whether another step is due after `done` steps, `elapsed` seconds after the warm-up ended. */
export function wantsStep(budget: Budget, done: number, elapsed: number): boolean {
  const counted = done - budget.warmUp;
  if (counted < budget.minSteps) return true;
  return counted < budget.maxSteps && elapsed < budget.seconds;
}
