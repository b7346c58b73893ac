/** Log-probability of every probe's target after every number of updates at which any was measured. */
export interface ProbeSeries {
  /** Int32Array [measurements], numbers of updates done, ascending. */
  updates: Int32Array;
  /** Float64Array [probes * measurements], nats per token or per target; NaN where a probe was not measured. */
  values: Float64Array;
}

/** Measurements as they come from traces: parallel arrays, in any order. */
export interface Points {
  probe: Int32Array;
  update: Int32Array;
  /** Nats per token or per target. */
  value: Float64Array;
}

/**
 * Lays measurements out as one row per probe. Where a probe was measured twice after the same number of
 * updates, the first value stands.
 * @param probes number of probes
 */
export function buildProbeSeries(points: Points, probes: number): ProbeSeries {
  const updates = Int32Array.from(new Set(points.update)).sort();
  const column = new Map<number, number>();
  updates.forEach((update, i) => {
    column.set(update, i);
  });
  const values = new Float64Array(probes * updates.length).fill(Number.NaN);
  for (let i = 0; i < points.value.length; i++) {
    const at = points.probe[i]! * updates.length + column.get(points.update[i]!)!;
    if (Number.isNaN(values[at]!) && Number.isFinite(points.value[i]!)) values[at] = points.value[i]!;
  }
  return { updates, values };
}

/** The measurements of one probe: a view, Float64Array [measurements]. */
export function probeRow(series: ProbeSeries, probe: number): Float64Array {
  const length = series.updates.length;
  return series.values.subarray(probe * length, (probe + 1) * length);
}
