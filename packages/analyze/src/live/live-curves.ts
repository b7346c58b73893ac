import type { LivePoint } from '../page/live-state.js';
import { thinPoints } from '../report/thin-points.js';

const DRAWN = 300;

/** Means by number of updates that grow as measurements come in: one sum and one count for each. */
export class GrowingMeans {
  readonly #sums = new Map<number, { sum: number; count: number }>();

  add(x: number, value: number): void {
    if (!Number.isFinite(value)) return;
    const entry = this.#sums.get(x) ?? { sum: 0, count: 0 };
    entry.sum += value;
    entry.count++;
    this.#sums.set(x, entry);
  }

  /**
   * Points in order, thinned to what can be seen. Where only some of the probes were measured the mean would jump to
   * what these are like, so only points of all of them count.
   */
  points(): LivePoint[] {
    const entries = [...this.#sums];
    const most = entries.reduce((count, [, entry]) => Math.max(count, entry.count), 0);
    const points = entries
      .filter(([, { count }]) => count === most)
      .map(([x, { sum, count }]) => ({ x, y: sum / count }))
      .sort((a, b) => a.x - b.x);
    return thinPoints(points, false, DRAWN).map(({ x, y }) => [x, Number(y.toPrecision(6))]);
  }
}

/** One value for every step, drawn as means over blocks of steps. */
export class GrowingSeries {
  readonly #steps: number[] = [];
  readonly #values: number[] = [];

  get last(): { step: number; value: number } | undefined {
    const step = this.#steps.at(-1);
    return step === undefined ? undefined : { step, value: this.#values.at(-1)! };
  }

  add(step: number, value: number): void {
    this.#steps.push(step);
    this.#values.push(value);
  }

  points(): LivePoint[] {
    const block = Math.max(1, Math.ceil(this.#steps.length / DRAWN));
    const points: LivePoint[] = [];
    for (let start = 0; start < this.#steps.length; start += block) {
      const values = this.#values.slice(start, start + block);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      if (Number.isFinite(mean)) points.push([this.#steps[start]!, Number(mean.toPrecision(6))]);
    }
    return points;
  }
}
