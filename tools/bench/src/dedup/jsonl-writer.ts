import { closeSync, openSync } from 'node:fs';
import { writeFully } from '@lethe/contracts';
import { type PlantedDocument, type PlantedKind, spellWord, WORD_LETTERS } from './planted-documents.js';

const BUFFER_BYTES = 1 << 23;
const VOCABULARY = 1 << 16;

/** Writes planted documents as JSONL: id, text, and what was planted. Holds 8 MiB and the spelled vocabulary. */
export class PlantedWriter {
  readonly #file: number;
  readonly #buffer = Buffer.alloc(BUFFER_BYTES);
  /** The letters of all words, one after the other. */
  readonly #letters = Buffer.alloc(VOCABULARY * WORD_LETTERS);
  #used = 0;
  #written = 0;
  readonly counts: Record<PlantedKind, number> = { original: 0, exact: 0, near: 0 };

  constructor(path: string) {
    this.#file = openSync(path, 'w');
    for (let word = 0; word < VOCABULARY; word++) this.#letters.write(spellWord(word), word * WORD_LETTERS);
  }

  /** Bytes so far. */
  get bytes(): number {
    return this.#written + this.#used;
  }

  /** Adds document number `index` under the id `d<index>`. */
  add(index: number, { kind, origin, words }: PlantedDocument): void {
    if (this.#used + words.length * (WORD_LETTERS + 1) + 128 > BUFFER_BYTES) this.#flush();
    const buffer = this.#buffer;
    let at = this.#used + buffer.write(`{"id":"d${index}","text":"`, this.#used, 'latin1');
    for (let i = 0; i < words.length; i++) {
      if (i > 0) buffer[at++] = 32;
      const from = words[i]! * WORD_LETTERS;
      for (let k = 0; k < WORD_LETTERS; k++) buffer[at++] = this.#letters[from + k]!;
    }
    at += buffer.write(`","kind":"${kind}","origin":"d${origin}"}\n`, at, 'latin1');
    this.#used = at;
    this.counts[kind]++;
  }

  close(): void {
    this.#flush();
    closeSync(this.#file);
  }

  #flush(): void {
    writeFully(this.#file, this.#buffer.subarray(0, this.#used));
    this.#written += this.#used;
    this.#used = 0;
  }
}
