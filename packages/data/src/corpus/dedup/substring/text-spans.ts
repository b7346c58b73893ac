import { INSIDE, type TokenOffsets } from './token-source.js';

/**
 * UTF-16 span of the tokens from `first` to before `after`, narrowed to whole characters where a token begins
 * or ends inside one; undefined where nothing is left of it.
 */
export function textSpan(
  { starts, ends }: TokenOffsets,
  first: number,
  after: number,
): [start: number, end: number] | undefined {
  let from = first;
  let to = after;
  while (from < to && starts[from] === INSIDE) from++;
  while (to > from && ends[to - 1] === INSIDE) to--;
  return from < to ? [starts[from]!, ends[to - 1]!] : undefined;
}

/**
 * UTF-16 spans, flattened, that cut token spans out of a text. White space after a span goes with it, unless it
 * is all that parts the tokens on both sides.
 * @param tokenSpans start and end of every span, flattened, sorted, no two touching
 * @param length of the text
 */
export function cutSpans(offsets: TokenOffsets, tokenSpans: readonly number[], length: number): number[] {
  const { starts, ends } = offsets;
  const spans: number[] = [];
  for (let i = 0; i < tokenSpans.length; i += 2) {
    const span = textSpan(offsets, tokenSpans[i]!, tokenSpans[i + 1]!);
    if (span === undefined) continue;
    const [start, end] = span;
    const [first, after] = [tokenSpans[i]!, tokenSpans[i + 1]!];
    const isParted = first === 0 || ends[first - 1]! < starts[first]!;
    const next = after < starts.length ? starts[after]! : length;
    spans.push(start, isParted ? Math.max(end, next) : end);
  }
  return spans;
}
