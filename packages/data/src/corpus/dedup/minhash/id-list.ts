const PAGE = 1024;

/** Ids in the order of appending, as UTF-8 in pages of 1024: four bytes an id beside its own, not a string each. */
export class IdList {
  readonly #pages: { bytes: Buffer; ends: Uint32Array }[] = [];
  #scratch = Buffer.allocUnsafe(64 * PAGE);
  #used = 0;
  #ends = new Uint32Array(PAGE);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(id: string): void {
    // No UTF-16 unit takes more than three bytes.
    if (this.#used + 3 * id.length > this.#scratch.length) {
      const larger = Buffer.allocUnsafe(2 * (this.#used + 3 * id.length));
      this.#scratch.copy(larger, 0, 0, this.#used);
      this.#scratch = larger;
    }
    this.#used += this.#scratch.write(id, this.#used);
    this.#ends[this.#length++ % PAGE] = this.#used;
    if (this.#length % PAGE !== 0) return;
    this.#pages.push({ bytes: Buffer.from(this.#scratch.subarray(0, this.#used)), ends: this.#ends });
    this.#ends = new Uint32Array(PAGE);
    this.#used = 0;
  }

  /** Id number `index`. */
  at(index: number): string {
    const page = this.#pages[Math.floor(index / PAGE)];
    const { bytes, ends } = page ?? { bytes: this.#scratch, ends: this.#ends };
    const place = index % PAGE;
    return bytes.toString('utf8', place === 0 ? 0 : ends[place - 1]!, ends[place]!);
  }
}
