/** How injected texts enter a row of background text. */
export type Placement = 'none' | 'prepend' | 'replace' | 'append';

/** One row of the order table, as far as it decides what the model sees. */
export interface Injection {
  placement: Placement;
  /** Offset in the assembled row at which each text begins. */
  positions: ArrayLike<number>;
  /** Tokens of each text. */
  lengths: ArrayLike<number>;
  /** Token ids of all texts, one after the other. */
  injectedTokens: ArrayLike<number>;
}

/**
 * Writes into `out` the tokens that the model sees: the background row with the injected texts in it.
 * `prepend` puts the texts before the background, which loses its end (arXiv 2406.11813, injection of
 * passages); `replace` overwrites background tokens in place; `append` keeps the beginning of the
 * background and ends with the texts. Texts lie where `positions` says in every case.
 * @param background Int32Array [length], token ids of the sequence
 * @param out Int32Array [length], filled completely
 */
export function assembleRow(background: Int32Array, injection: Injection, out: Int32Array): void {
  const { positions, lengths, injectedTokens } = injection;
  let shift = 0;
  if (injection.placement === 'prepend') for (let i = 0; i < lengths.length; i++) shift += lengths[i]!;
  out.set(background.subarray(0, Math.max(0, out.length - shift)), Math.min(shift, out.length));
  let source = 0;
  for (let text = 0; text < positions.length; text++) {
    const start = positions[text]!;
    const length = lengths[text]!;
    if (start < 0 || start + length > out.length) {
      throw new RangeError(
        `injected text ${text} covers ${start}..${start + length} of a row of ${out.length} tokens`,
      );
    }
    for (let i = 0; i < length; i++) out[start + i] = injectedTokens[source++]!;
  }
}
