/**
 * Which units of which documents go, one bit each, and the document that keeps the longest unit that a document loses.
 * Memory: 20 bytes per document and one bit per unit.
 */
export class UnitDecisions {
  #documents = 0;
  /** Number of the first unit of each document, counted over all; one more than documents. */
  #firstUnit = new Float64Array(1024);
  #removed = new Uint8Array(0);
  /** Length and position of the longest removed unit, and who keeps it. */
  #length = new Uint32Array(0);
  #position = new Uint32Array(0);
  #keeper = new Uint32Array(0);

  /** Adds a document with so many units. */
  addDocument(units: number): void {
    this.#documents++;
    if (this.#documents === this.#firstUnit.length) {
      const larger = new Float64Array(2 * this.#firstUnit.length);
      larger.set(this.#firstUnit);
      this.#firstUnit = larger;
    }
    this.#firstUnit[this.#documents] = this.#firstUnit[this.#documents - 1]! + units;
  }

  /** Ends the adding of documents; no unit is removed yet. */
  begin(): void {
    this.#removed = new Uint8Array(Math.ceil(this.#firstUnit[this.#documents]! / 8));
    this.#length = new Uint32Array(this.#documents);
    this.#position = new Uint32Array(this.#documents);
    this.#keeper = new Uint32Array(this.#documents);
  }

  /** Units of a document. */
  units(document: number): number {
    return this.#firstUnit[document + 1]! - this.#firstUnit[document]!;
  }

  /** Removes a unit of some length that `keeper` keeps. The order of calls makes no difference. */
  remove(document: number, unit: number, length: number, keeper: number): void {
    const number = this.#firstUnit[document]! + unit;
    this.#removed[Math.floor(number / 8)]! |= 1 << (number % 8);
    const longest = this.#length[document]!;
    if (length < longest || (length === longest && unit > this.#position[document]!)) return;
    this.#length[document] = length;
    this.#position[document] = unit;
    this.#keeper[document] = keeper;
  }

  isRemoved(document: number, unit: number): boolean {
    const number = this.#firstUnit[document]! + unit;
    return (this.#removed[Math.floor(number / 8)]! & (1 << (number % 8))) !== 0;
  }

  /** The document that keeps the longest unit that this one loses; undefined where it loses none. */
  keeper(document: number): number | undefined {
    return this.#length[document] === 0 ? undefined : this.#keeper[document];
  }
}
