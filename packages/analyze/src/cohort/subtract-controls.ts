import type { BootstrappedMeans } from '../statistics/bootstrap-means.js';

/** What the net retention of a cell is made of, all by time and from the same resamples. */
export interface NetRetentionInput {
  /** Means of the log-probability minus that before the first encounter. */
  after: BootstrappedMeans;
  /** The same at the local acquisition maximum, of the probes that were measured at each time. */
  atLam: BootstrappedMeans;
  /** Mean change of the controls over the same updates; undefined where it is subtracted already. */
  controlAfter: BootstrappedMeans | undefined;
  controlAtLam: BootstrappedMeans | undefined;
}

/**
 * Mean gain over controls at every time by the same probes' mean gain over controls at the local acquisition
 * maximum: the retention that is due to the encounters and not to what the model learns in general. It is a
 * ratio of means, so that probes with little gain do no harm.
 */
export function subtractControls({
  after,
  atLam,
  controlAfter,
  controlAtLam,
}: NetRetentionInput): BootstrappedMeans {
  const ratios = (part: 'point' | 'draws'): Float64Array => {
    const [own, lam, control, controlLam] = [
      after[part],
      atLam[part],
      controlAfter?.[part],
      controlAtLam?.[part],
    ];
    const result = new Float64Array(own.length);
    for (let i = 0; i < result.length; i++) {
      result[i] = (own[i]! - (control?.[i] ?? 0)) / (lam[i]! - (controlLam?.[i] ?? 0));
    }
    return result;
  };
  return { ...after, point: ratios('point'), draws: ratios('draws') };
}
