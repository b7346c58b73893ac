import type { Rules, TokenizerContent } from './tokenizer-content.js';

/** One respect in which two tokenizers differ, as either of them has it. */
export interface TokenizerDifference {
  /** `kind`, `vocabulary`, `token 261`, `merge 5`, ... */
  what: string;
  first: string;
  second: string;
}

export interface TokenizerComparison {
  /** What gives an id another meaning, or a text other ids; empty where models cannot tell the two apart. */
  differences: TokenizerDifference[];
  /** Added tokens that only one of them has, at ids that the other does not use. */
  onlyFirst: string[];
  onlySecond: string[];
}

/**
 * Compares two tokenizers as a model meets them: which token stands for each id, and by which rules texts are cut. Names,
 * padding, templates of special tokens and decoders are left out, since nothing is encoded with them.
 *
 * One may extend the other by added tokens at unused ids: these are matched verbatim, so that all other text keeps its
 * ids. Further merges or words are a difference even where all old tokens keep their ids, because ordinary text then
 * becomes tokens that the model has never seen.
 */
export function compareTokenizers(first: TokenizerContent, second: TokenizerContent): TokenizerComparison {
  const differences: TokenizerDifference[] = [];
  const note = (what: string, a: unknown, b: unknown): void => {
    differences.push({ what, first: String(a), second: String(b) });
  };
  if (first.kind !== second.kind) note('kind', first.kind, second.kind);
  const onlyFirst = added(first, second);
  const onlySecond = added(second, first);
  const sizes = [first.tokens.size - onlyFirst.size, second.tokens.size - onlySecond.size];
  if (sizes[0] !== sizes[1]) note('vocabulary', `${first.size} tokens`, `${second.size} tokens`);
  const id = firstDifference(Math.max(first.size, second.size), (id) =>
    onlyFirst.has(id) || onlySecond.has(id) ? undefined : [first.tokens.get(id), second.tokens.get(id)],
  );
  if (id !== undefined) note(`token ${id}`, quoted(first.tokens.get(id)), quoted(second.tokens.get(id)));
  const verbatim = [...first.added.keys(), ...second.added.keys()].sort((a, b) => a - b);
  const otherwise = verbatim.find(
    (id) => !onlyFirst.has(id) && !onlySecond.has(id) && first.added.get(id) !== second.added.get(id),
  );
  if (otherwise !== undefined) {
    const [a, b] = [first, second].map(({ added }) => added.get(otherwise) ?? 'not added');
    note(`added token ${otherwise}`, a, b);
  }
  for (const [noun, list] of [
    ['merge', 'merges'],
    ['score', 'scores'],
  ] as const) {
    const [a, b] = [first[list], second[list]];
    if (a.length !== b.length) note(list, a.length, b.length);
    const place = firstDifference(Math.min(a.length, b.length), (i) => [a[i], b[i]]);
    if (place !== undefined) note(`${noun} ${place}`, quoted(a[place]), quoted(b[place]));
  }
  const [a, b] = first.known && second.known ? [first.known, second.known] : [first.written, second.written];
  if (first.kind === second.kind) differences.push(...compareRules(a, b));
  const contents = (content: TokenizerContent, ids: ReadonlySet<number>): string[] =>
    Array.from(ids, (id) => content.tokens.get(id)!);
  return { differences, onlyFirst: contents(first, onlyFirst), onlySecond: contents(second, onlySecond) };
}

/** Ids of added tokens that the other tokenizer does not use, and whose text it has at no other id. */
function added(content: TokenizerContent, other: TokenizerContent): Set<number> {
  const texts = new Set(other.tokens.values());
  return new Set(
    [...content.added.keys()].filter((id) => !other.tokens.has(id) && !texts.has(content.tokens.get(id)!)),
  );
}

function firstDifference(
  count: number,
  at: (i: number) => readonly [unknown, unknown] | undefined,
): number | undefined {
  for (let i = 0; i < count; i++) {
    const pair = at(i);
    if (pair && pair[0] !== pair[1]) return i;
  }
  return undefined;
}

function compareRules(first: Rules, second: Rules): TokenizerDifference[] {
  const names = [...new Set([...Object.keys(first), ...Object.keys(second)])].sort();
  return names
    .filter((name) => first[name] !== second[name])
    .map((what) => ({ what, first: shown(first[what]), second: shown(second[what]) }));
}

const quoted = (value: string | number | undefined): string =>
  value === undefined ? 'none' : JSON.stringify(value);

const shown = (rule: string | undefined): string =>
  rule === undefined ? 'none' : rule.length > 80 ? `${rule.slice(0, 77)}...` : rule;
