// GPT-2's rule, with white space as Unicode defines it: JavaScript's \s differs from it in U+0085 and
// U+FEFF, and the Rust and Python tokenizers follow Unicode.
const words =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

/** Cuts a text into the words inside which byte pairs are merged; joined they give the text again. */
export function splitWords(text: string): string[] {
  return text.match(words) ?? [];
}
