/**
 * A set of 64-bit hashes, each a pair of 32-bit lanes, that is filled and emptied repeatedly: an open hash
 * table whose entries carry the number of the filling, so that emptying costs nothing.
 */
export class ShingleSet {
  #mask = 0;
  #first = new Int32Array(0);
  #second = new Int32Array(0);
  #fillings = new Int32Array(0);
  #filling = 0;

  /** Empties the set and makes room for `size` hashes. */
  reset(size: number): void {
    if (2 * size > this.#fillings.length) {
      const capacity = 2 ** Math.ceil(Math.log2(Math.max(64, 2 * size)));
      this.#first = new Int32Array(capacity);
      this.#second = new Int32Array(capacity);
      this.#fillings = new Int32Array(capacity);
      this.#filling = 0;
    } else if (this.#filling === 0x7fffffff) {
      this.#fillings.fill(0);
      this.#filling = 0;
    }
    // A short document in a table that a long one made large would miss the processor's cache at every step.
    this.#mask = 2 ** Math.ceil(Math.log2(Math.max(64, 2 * size))) - 1;
    this.#filling++;
  }

  /** Adds a hash; returns false for a duplicate. */
  add(first: number, second: number): boolean {
    const fillings = this.#fillings;
    const filling = this.#filling;
    const mask = this.#mask;
    let slot = first & mask;
    while (fillings[slot] === filling) {
      if (this.#first[slot] === first && this.#second[slot] === second) return false;
      slot = (slot + 1) & mask;
    }
    fillings[slot] = filling;
    this.#first[slot] = first;
    this.#second[slot] = second;
    return true;
  }

  /** How many of `size` different hashes are in the set: Int32Array [2 * size], lanes in turn. */
  countShared(hashes: Int32Array, size: number): number {
    const fillings = this.#fillings;
    const filling = this.#filling;
    const mask = this.#mask;
    let shared = 0;
    for (let i = 0; i < 2 * size; i += 2) {
      const first = hashes[i]!;
      for (let slot = first & mask; fillings[slot] === filling; slot = (slot + 1) & mask) {
        if (this.#first[slot] !== first || this.#second[slot] !== hashes[i + 1]!) continue;
        shared++;
        break;
      }
    }
    return shared;
  }
}

/** Jaccard similarity of two sets of the given sizes that share the given number of elements. */
export function jaccard(sizeA: number, sizeB: number, shared: number): number {
  return shared / (sizeA + sizeB - shared);
}
