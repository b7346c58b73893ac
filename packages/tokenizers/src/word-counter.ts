import { splitWords } from './word-rules.js';

/** Distinct words that are held at a time: about 400 MB, and far fewer than the 16.7 million that a Map can hold. */
const MOST_WORDS = 4_000_000;

/**
 * Counts the words of texts as GPT-2 splits them, so that a tokenizer can be trained on a corpus that is read once.
 * When more than `mostWords` distinct words are held, the rarest are forgotten until half of them fit; no pair of
 * tokens that is worth merging rests on these.
 */
export class WordCounter {
  readonly #counts = new Map<string, number>();
  readonly #mostWords: number;
  #forgotten = 0;

  constructor(mostWords: number = MOST_WORDS) {
    this.#mostWords = mostWords;
  }

  /** How often each word was seen. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  /** Occurrences of words that were forgotten; 0 where all counts are exact. */
  get forgotten(): number {
    return this.#forgotten;
  }

  add(text: string): void {
    for (const word of splitWords(text)) {
      const count = this.#counts.get(word);
      if (count === undefined) this.#counts.set(withoutItsText(word), 1);
      else this.#counts.set(word, count + 1);
    }
    if (this.#counts.size > this.#mostWords) this.#forget();
  }

  #forget(): void {
    for (let rare = 1; this.#counts.size > this.#mostWords / 2; rare++) {
      for (const [word, count] of this.#counts) {
        if (count > rare) continue;
        this.#counts.delete(word);
        this.#forgotten += count;
      }
    }
  }
}

/** V8 keeps a longer word as a view of the whole text, which would stay in memory with it. */
function withoutItsText(word: string): string {
  return word.length < 13 ? word : Buffer.from(word, 'utf16le').toString('utf16le');
}
