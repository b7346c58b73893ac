import type { Points } from '../series/probe-series.js';

/** Measurements that come one by one, millions of them, in typed arrays that double when they are full. */
export interface GrowingPoints {
  /** @param value nats per token */
  add(probe: number, update: number, value: number): void;
  /** Everything added so far: views. */
  all(): Points;
}

export function growingPoints(): GrowingPoints {
  let probes = new Int32Array(1024);
  let updates = new Int32Array(1024);
  let values = new Float64Array(1024);
  let count = 0;
  const doubled = <A extends Int32Array | Float64Array>(old: A, room: A): A => {
    room.set(old);
    return room;
  };
  return {
    add(probe, update, value) {
      if (count === values.length) {
        probes = doubled(probes, new Int32Array(2 * count));
        updates = doubled(updates, new Int32Array(2 * count));
        values = doubled(values, new Float64Array(2 * count));
      }
      probes[count] = probe;
      updates[count] = update;
      values[count++] = value;
    },
    all: () => ({
      probe: probes.subarray(0, count),
      update: updates.subarray(0, count),
      value: values.subarray(0, count),
    }),
  };
}
