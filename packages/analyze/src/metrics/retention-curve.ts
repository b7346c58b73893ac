/** From where to where a probe gained, and when. */
export interface Gain {
  /** Log-probability before the first encounter (t_pre), nats per token. */
  before: number;
  /** Number of updates done there. */
  beforeUpdate: number;
  /** Log-probability at the last encounter's local acquisition maximum, nats per token. */
  lam: number;
  /** Number of updates done there. */
  lamUpdate: number;
}

/**
 * Retainability of one probe at its own measurements (arXiv 2406.11813, section 3.3):
 * R(t) = (l(t_LAM + t) - l(t_pre)) / (l(t_LAM) - l(t_pre)).
 * @param updates Int32Array [measurements], ascending
 * @param row Float64Array [measurements], NaN where not measured
 * @returns t and R from t = 0 on; R is NaN where nothing was gained nor lost
 */
export function retentionCurve(
  updates: Int32Array,
  row: Float64Array,
  { before, lam, lamUpdate }: Pick<Gain, 'before' | 'lam' | 'lamUpdate'>,
): { t: Int32Array; retention: Float64Array } {
  const total = lam - before;
  const t = new Int32Array(updates.length);
  const retention = new Float64Array(updates.length);
  let count = 0;
  for (let column = 0; column < updates.length; column++) {
    if (updates[column]! < lamUpdate || Number.isNaN(row[column]!)) continue;
    t[count] = updates[column]! - lamUpdate;
    retention[count++] = total === 0 ? Number.NaN : (row[column]! - before) / total;
  }
  return { t: t.slice(0, count), retention: retention.slice(0, count) };
}
