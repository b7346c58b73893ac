/** Turns text into token ids and back. */
export interface TextCodec {
  /** Token ids of a text, with none added around it. A special token appears only if the text spells it. */
  encode(text: string): Int32Array;
  /** Text of token ids; bytes that are not UTF-8 become U+FFFD. */
  decode(ids: ArrayLike<number>): string;
  /** Number of tokens, special ones included. */
  readonly vocabSize: number;
  /** Ids of special tokens, such as the end of a text. */
  readonly specialTokens: ReadonlySet<number>;
  /** Id of a token by its text. */
  idOf(token: string): number | undefined;
}

/** A codec with a known end-of-text token. */
export interface Tokenizer extends TextCodec {
  /** Id of the end-of-text token. */
  readonly endOfText: number;
}

export interface TokenizerOptions {
  /**
   * The end-of-text token. By default "eos_token" of `tokenizer_config.json` beside the file, else the first of
   * `<|endoftext|>`, `<|end_of_text|>`, `</s>`, `<eos>`, `[SEP]` that the tokenizer has.
   */
  endOfText?: string | undefined;
}
