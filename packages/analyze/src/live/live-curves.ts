import type { LivePoint } from '../page/live-state.js';
import { thinPoints } from '../report/thin-points.js';

const DRAWN = 300;
/** Places of means that are kept: enough that those which are drawn lie evenly. */
const KEPT = 8 * DRAWN;

interface Mean {
  x: number;
  sum: number;
  count: number;
}

/** Means by number of updates that grow as measurements come in. Memory is bounded: of many places, some are kept. */
export class GrowingMeans {
  #means = new Map<number, Mean>();

  add(x: number, value: number): void {
    if (!Number.isFinite(value)) return;
    let mean = this.#means.get(x);
    if (!mean) {
      if (this.#means.size >= KEPT) this.#thin();
      mean = { x, sum: 0, count: 0 };
      this.#means.set(x, mean);
    }
    mean.sum += value;
    mean.count++;
  }

  /**
   * Points in order, thinned to what can be seen. Where only some of the probes were measured the mean would jump to
   * what these are like, so only points of all of them count.
   */
  points(): LivePoint[] {
    const means = this.#inOrder();
    const most = means.reduce((count, mean) => Math.max(count, mean.count), 0);
    const points = means
      .filter(({ count }) => count === most)
      .map(({ x, sum, count }) => ({ x, y: sum / count }));
    return thinPoints(points, false, DRAWN).map(({ x, y }) => [x, Number(y.toPrecision(6))]);
  }

  #inOrder(): Mean[] {
    return [...this.#means.values()].sort((a, b) => a.x - b.x);
  }

  /** Keeps the best measured place of each of KEPT / 2 cells, and the last one, which may still grow. */
  #thin(): void {
    const means = this.#inOrder();
    const last = means.at(-1)!;
    const first = means[0]!.x;
    const width = (last.x - first) / (KEPT / 2);
    const best = new Map<number, Mean>();
    for (const mean of means) {
      const cell = Math.floor((mean.x - first) / width);
      if (mean.count > (best.get(cell)?.count ?? 0)) best.set(cell, mean);
    }
    this.#means = new Map([...best.values(), last].map((mean) => [mean.x, mean]));
  }
}

/** One value for every step, kept and drawn as means over blocks of steps, which grow so that their number does not. */
export class GrowingSeries {
  #blocks: { step: number; sum: number; count: number }[] = [];
  /** Values of a whole block. */
  #size = 1;
  #last: { step: number; value: number } | undefined;

  get last(): { step: number; value: number } | undefined {
    return this.#last;
  }

  add(step: number, value: number): void {
    this.#last = { step, value };
    const block = this.#blocks.at(-1);
    if (block && block.count < this.#size) {
      block.sum += value;
      block.count++;
      return;
    }
    if (this.#blocks.length === DRAWN) this.#merge();
    this.#blocks.push({ step, sum: value, count: 1 });
  }

  points(): LivePoint[] {
    return this.#blocks.flatMap(({ step, sum, count }): LivePoint[] =>
      Number.isFinite(sum) ? [[step, Number((sum / count).toPrecision(6))]] : [],
    );
  }

  /** Joins every two blocks. */
  #merge(): void {
    const halves = this.#blocks;
    this.#blocks = [];
    for (let i = 0; i < halves.length; i += 2) {
      const [a, b] = [halves[i]!, halves[i + 1]!];
      this.#blocks.push({ step: a.step, sum: a.sum + b.sum, count: a.count + b.count });
    }
    this.#size *= 2;
  }
}
