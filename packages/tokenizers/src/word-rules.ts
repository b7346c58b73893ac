// GPT-2's rule, with white space as Unicode defines it: JavaScript's \s differs from it in U+0085 and
// U+FEFF, and the Rust and Python tokenizers follow Unicode.
const gpt2Words =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

/** Cuts a text into the words inside which byte pairs are merged; joined they are the text. */
export function splitWords(text: string): string[] {
  return text.match(gpt2Words) ?? [];
}

/** How a byte-level BPE cuts a text into the words inside which it merges. */
export type WordRule = keyof typeof wordRules;

interface Rule {
  /** The words of a text; joined they are the text. */
  split: (text: string) => string[];
  /** The rule as `tokenizer.json` writes it for the Rust library; absent where ByteLevel itself has it. */
  regex?: string;
}

// (?i:...) of the Rust libraries also takes the long s for s.
const contractions = "'(?:[sSſ]|[tT]|[rR][eE]|[vV][eE]|[mM]|[lL][lL]|[dD])";
const contractionsRegex = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";

/** The rules of Llama 3 and Qwen 2 differ only in how many digits make a word. */
function modernRule(digits: string): Rule {
  // White space as Unicode defines it, see splitWords.
  const words = new RegExp(
    `${contractions}|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|${digits}| ?[^\\p{White_Space}\\p{L}\\p{N}]+[\\r\\n]*|\\p{White_Space}*[\\r\\n]+|\\p{White_Space}+(?!\\P{White_Space})|\\p{White_Space}+`,
    'gu',
  );
  return {
    split: (text) => text.match(words) ?? [],
    regex: `${contractionsRegex}|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|${digits}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`,
  };
}

/** The rules that Lethe follows exactly. */
export const wordRules = {
  gpt2: { split: splitWords } as Rule,
  llama3: modernRule('\\p{N}{1,3}'),
  qwen2: modernRule('\\p{N}'),
};

/** The rule with this regular expression of `tokenizer.json`. */
export function findWordRule(regex: string): WordRule | undefined {
  const names = Object.keys(wordRules) as WordRule[];
  return names.find((name) => wordRules[name].regex === regex);
}
