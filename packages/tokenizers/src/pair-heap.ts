/**
 * A max-heap of (count, pair) on flat arrays: highest count first, then the smallest pair.
 * Counts are not updated in place; the caller compares a popped count with the current one and pushes it again.
 */
export class PairHeap {
  readonly #counts: number[] = [];
  readonly #pairs: number[] = [];

  get size(): number {
    return this.#counts.length;
  }

  push(count: number, pair: number): void {
    let i = this.#counts.length;
    this.#counts.push(count);
    this.#pairs.push(pair);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!this.#before(count, pair, parent)) break;
      this.#move(parent, i);
      i = parent;
    }
    this.#set(i, count, pair);
  }

  /** Removes and returns the first entry; the heap must not be empty. */
  pop(): { count: number; pair: number } {
    const top = { count: this.#counts[0]!, pair: this.#pairs[0]! };
    const count = this.#counts.pop()!;
    const pair = this.#pairs.pop()!;
    const size = this.#counts.length;
    if (size === 0) return top;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= size) break;
      if (child + 1 < size && this.#before(this.#counts[child + 1]!, this.#pairs[child + 1]!, child)) child++;
      if (this.#before(count, pair, child)) break;
      this.#move(child, i);
      i = child;
    }
    this.#set(i, count, pair);
    return top;
  }

  #before(count: number, pair: number, other: number): boolean {
    const difference = count - this.#counts[other]!;
    return difference > 0 || (difference === 0 && pair < this.#pairs[other]!);
  }

  #move(from: number, to: number): void {
    this.#counts[to] = this.#counts[from]!;
    this.#pairs[to] = this.#pairs[from]!;
  }

  #set(at: number, count: number, pair: number): void {
    this.#counts[at] = count;
    this.#pairs[at] = pair;
  }
}
