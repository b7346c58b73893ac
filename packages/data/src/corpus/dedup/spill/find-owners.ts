import { setImmediate } from 'node:timers/promises';
import { HASH_WORDS, type HashPartitions } from './hash-partitions.js';

/** Words of an entry: the hash, the document that owns it, and the position of its record. */
const ENTRY_WORDS = HASH_WORDS + 2;
const FIRST_CAPACITY = 1024;

/** Called for a record whose hash belongs to another one; `block[at]` is its document, the other payload follows. */
type VisitDuplicate = (block: Uint32Array, at: number, owner: number) => void;

/**
 * Finds for every hash the record that owns it, and visits all others. The owner is the record of the document with
 * the smallest rank; within a document the one with the smallest position.
 * The payload of a record begins with the document and, where it has more than one word, the position.
 * Memory: 48 bytes per different hash of one partition of 256.
 * @param ranks of `rankIds`
 */
export async function findOwners(
  partitions: HashPartitions,
  ranks: Uint32Array,
  signal: AbortSignal,
  visit: VisitDuplicate,
  onProgress?: (records: number) => void,
): Promise<void> {
  const { stride } = partitions;
  const hasPosition = stride > HASH_WORDS + 1;
  let done = 0;
  for (let partition = 0; partition < partitions.partitions; partition++) {
    const table = new OwnerTable();
    for (const block of partitions.blocks(partition)) {
      for (let at = 0; at < block.length; at += stride) {
        const document = block[at + HASH_WORDS]!;
        const position = hasPosition ? block[at + HASH_WORDS + 1]! : 0;
        table.offer(block, at, document, position, ranks);
      }
      await setImmediate();
      signal.throwIfAborted();
    }
    for (const block of partitions.blocks(partition)) {
      for (let at = 0; at < block.length; at += stride) {
        const entry = table.find(block, at);
        const document = block[at + HASH_WORDS]!;
        const position = hasPosition ? block[at + HASH_WORDS + 1]! : 0;
        const owner = table.document(entry);
        if (owner !== document || table.position(entry) !== position) visit(block, at + HASH_WORDS, owner);
      }
      done += block.length / stride;
      onProgress?.(done);
      await setImmediate();
      signal.throwIfAborted();
    }
  }
}

/** Hash to owner, by open addressing; the position is stored plus one, so that zero marks an empty entry. */
class OwnerTable {
  #capacity = FIRST_CAPACITY;
  #entries = new Uint32Array(FIRST_CAPACITY * ENTRY_WORDS);
  #size = 0;

  document(entry: number): number {
    return this.#entries[entry + HASH_WORDS]!;
  }

  position(entry: number): number {
    return this.#entries[entry + HASH_WORDS + 1]! - 1;
  }

  /** The entry of the hash at `block[at]`, or the empty one where it belongs. */
  find(block: Uint32Array, at: number): number {
    const entries = this.#entries;
    const mask = this.#capacity - 1;
    for (let slot = block[at + 3]! & mask; ; slot = (slot + 1) & mask) {
      const entry = slot * ENTRY_WORDS;
      if (entries[entry + HASH_WORDS + 1] === 0) return entry;
      if (
        entries[entry] === block[at] &&
        entries[entry + 1] === block[at + 1] &&
        entries[entry + 2] === block[at + 2] &&
        entries[entry + 3] === block[at + 3]
      ) {
        return entry;
      }
    }
  }

  /** Makes the record the owner of its hash if it has the smallest rank and position so far. */
  offer(block: Uint32Array, at: number, document: number, position: number, ranks: Uint32Array): void {
    const entry = this.find(block, at);
    const entries = this.#entries;
    const isNew = entries[entry + HASH_WORDS + 1] === 0;
    if (!isNew) {
      const owner = entries[entry + HASH_WORDS]!;
      const isBefore =
        owner === document ? position < this.position(entry) : ranks[document]! < ranks[owner]!;
      if (!isBefore) return;
    }
    for (let i = 0; i < HASH_WORDS; i++) entries[entry + i] = block[at + i]!;
    entries[entry + HASH_WORDS] = document;
    entries[entry + HASH_WORDS + 1] = position + 1;
    if (isNew && ++this.#size > this.#capacity / 2) this.#grow();
  }

  #grow(): void {
    const old = this.#entries;
    this.#capacity *= 2;
    this.#entries = new Uint32Array(this.#capacity * ENTRY_WORDS);
    for (let entry = 0; entry < old.length; entry += ENTRY_WORDS) {
      if (old[entry + HASH_WORDS + 1] === 0) continue;
      const moved = this.find(old, entry);
      for (let i = 0; i < ENTRY_WORDS; i++) this.#entries[moved + i] = old[entry + i]!;
    }
  }
}
