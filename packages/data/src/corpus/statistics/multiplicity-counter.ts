import { hash } from 'node:crypto';

/** How many texts occur how often: `copies` -> number of different texts. */
export type MultiplicityHistogram = Map<number, number>;

/** Texts whose hash begins with the `bits` bits `prefix`. */
interface HashRange {
  bits: number;
  prefix: number;
}

/**
 * Counts how often texts occur, by 64 bits of their SHA-1: two different texts collide with probability
 * n^2 / 2^65. At most `maxTexts` different ones are kept at a time, 12 to 40 bytes each; with more, the counter keeps
 * half of the hashes and leaves the rest to later passes.
 */
export class MultiplicityCounter {
  readonly #maxTexts: number;
  readonly #pending: HashRange[] = [];
  readonly #done: MultiplicityHistogram = new Map();
  #range: HashRange = { bits: 0, prefix: 0 };
  #capacity = 1 << 10;
  #keys = new Uint32Array(2 * this.#capacity);
  #counts = new Uint32Array(this.#capacity);
  #size = 0;

  constructor(maxTexts = 2 ** 24) {
    this.#maxTexts = maxTexts;
  }

  /** Counts a text, unless its hash belongs to another pass. */
  add(text: string): void {
    const digest = hash('sha1', text, 'buffer');
    const high = digest.readUInt32LE(0);
    if (!isWithin(high, this.#range)) return;
    // Nothing counted has a count of zero, so every key is possible.
    if (this.#count(high, digest.readUInt32LE(4), 1)) this.#makeRoom();
  }

  /**
   * Ends a pass over the texts.
   * @returns whether another one is needed: give `add` all texts once more
   */
  endPass(): boolean {
    for (const count of this.#counts) {
      if (count > 0) this.#done.set(count, (this.#done.get(count) ?? 0) + 1);
    }
    const next = this.#pending.pop();
    this.#counts.fill(0);
    this.#size = 0;
    if (next) this.#range = next;
    return next !== undefined;
  }

  /** The histogram after the last pass, fewest copies first. */
  histogram(): MultiplicityHistogram {
    return new Map([...this.#done].sort(([a], [b]) => a - b));
  }

  /** Adds to the count of a hash; returns whether it was new. */
  #count(high: number, low: number, copies: number): boolean {
    const mask = this.#capacity - 1;
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      if (this.#counts[slot] === 0) {
        this.#keys[2 * slot] = high;
        this.#keys[2 * slot + 1] = low;
        this.#counts[slot] = copies;
        this.#size++;
        return true;
      }
      if (this.#keys[2 * slot] === high && this.#keys[2 * slot + 1] === low) {
        this.#counts[slot] = this.#counts[slot]! + copies;
        return false;
      }
    }
  }

  #makeRoom(): void {
    while (this.#size > this.#maxTexts && this.#range.bits < 32) {
      const { bits, prefix } = this.#range;
      this.#pending.push({ bits: bits + 1, prefix: 2 * prefix + 1 });
      this.#range = { bits: bits + 1, prefix: 2 * prefix };
      this.#rebuild(this.#capacity);
    }
    if (this.#size > 0.6 * this.#capacity) this.#rebuild(2 * this.#capacity);
  }

  #rebuild(capacity: number): void {
    const [keys, counts] = [this.#keys, this.#counts];
    this.#capacity = capacity;
    this.#keys = new Uint32Array(2 * capacity);
    this.#counts = new Uint32Array(capacity);
    this.#size = 0;
    for (let slot = 0; slot < counts.length; slot++) {
      const high = keys[2 * slot]!;
      if (counts[slot]! > 0 && isWithin(high, this.#range))
        this.#count(high, keys[2 * slot + 1]!, counts[slot]!);
    }
  }
}

function isWithin(high: number, { bits, prefix }: HashRange): boolean {
  return bits === 0 || high >>> (32 - bits) === prefix;
}
