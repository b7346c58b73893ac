/**
 * A set of ids that keeps 64 bits of each, 13 to 27 bytes an id. Two different ids collide with probability n^2 /
 * 2^65: about one in 4 million for 3 million ids.
 */
export class IdSet {
  #capacity = 1 << 12;
  #slots = new Uint32Array(2 * this.#capacity);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Adds an id; returns false for a duplicate. */
  add(id: string): boolean {
    let high = 0x9747b28c;
    let low = 0x3c6ef372;
    for (let i = 0; i < id.length; i++) {
      const unit = id.charCodeAt(i);
      high = step(high, Math.imul(unit ^ 0x5bd1, 0xcc9e2d51), 0x1b873593);
      low = step(low, Math.imul(unit ^ 0x85eb, 0x239b961b), 0xab0e9789);
    }
    high = finish(high ^ id.length);
    // Nothing else may look like an empty slot.
    low = finish(low ^ high) || 1;
    if (!this.#insert(high, low)) return false;
    this.#size++;
    if (this.#size > 0.6 * this.#capacity) this.#grow();
    return true;
  }

  #insert(high: number, low: number): boolean {
    const mask = this.#capacity - 1;
    const slots = this.#slots;
    for (let slot = high & mask; ; slot = (slot + 1) & mask) {
      if (slots[2 * slot + 1] === 0) {
        slots[2 * slot] = high;
        slots[2 * slot + 1] = low;
        return true;
      }
      if (slots[2 * slot] === high && slots[2 * slot + 1] === low) return false;
    }
  }

  #grow(): void {
    const old = this.#slots;
    this.#capacity *= 2;
    this.#slots = new Uint32Array(2 * this.#capacity);
    for (let i = 0; i < old.length; i += 2) if (old[i + 1] !== 0) this.#insert(old[i]!, old[i + 1]!);
  }
}

/** The step and the end of MurmurHash3 for 32 bits (Appleby, public domain), with the constants of the caller. */
function step(hash: number, block: number, multiplier: number): number {
  const mixed = hash ^ Math.imul((block << 15) | (block >>> 17), multiplier);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

function finish(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
