import { readBatches, tableFiles, trace } from '@lethe/contracts';
import type { LogUnit } from '../measurements/log-unit.js';
import type { Points } from '../measurements/probe-series.js';
import { targetLogProbability } from '../measurements/target-log-probability.js';
import { createIdNumbering } from './number-ids.js';

export interface TracePoints extends Points {
  /** Measurements that are not finite numbers. */
  broken: number;
}

/**
 * Log-probabilities of the targets of a trace.
 * @param directory of a stage; one without a trace gives no points
 * @param numberOf number of each probe by its id; other probes are passed over
 * @param unit what they are taken over
 */
export async function readTrace(
  directory: string,
  numberOf: ReadonlyMap<string, number>,
  unit: LogUnit,
): Promise<TracePoints> {
  const points = growingPoints();
  const numbersOf = createIdNumbering(numberOf);
  let broken = 0;
  if (tableFiles(directory, trace).length > 0) {
    for await (const batch of readBatches(directory, trace)) {
      const numbers = numbersOf(batch.stringBytes('probe_id'), batch.length);
      const steps = batch.numbers('step');
      const values = targetLogProbability(batch.numberLists('token_logprobs'), unit);
      for (let i = 0; i < batch.length; i++) {
        const number = numbers[i]!;
        if (number < 0) continue;
        if (Number.isFinite(values[i]!)) points.add(number, steps[i]!, values[i]!);
        else broken++;
      }
    }
  }
  return { ...points.all(), broken };
}

/** The points of two traces, one trace after the other. */
export function joinPoints(first: Points, second: Points): Points {
  const at = first.value.length;
  const joined: Points = {
    probe: new Int32Array(at + second.value.length),
    update: new Int32Array(at + second.value.length),
    value: new Float64Array(at + second.value.length),
  };
  for (const name of ['probe', 'update', 'value'] as const) {
    joined[name].set(first[name]);
    joined[name].set(second[name], at);
  }
  return joined;
}

/** Measurements that come one by one, millions of them, in typed arrays that double when they are full. */
interface GrowingPoints {
  /** @param value nats per token or per target */
  add(probe: number, update: number, value: number): void;
  /** Everything added so far: views. */
  all(): Points;
}

function growingPoints(): GrowingPoints {
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
