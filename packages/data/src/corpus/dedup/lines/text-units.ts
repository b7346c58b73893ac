/** A part of a text that is compared by itself. */
export const textUnitKinds = ['line', 'paragraph'] as const;
export type TextUnitKind = (typeof textUnitKinds)[number];

/** Units of one text, in UTF-16 units: `begin[i] .. end[i]` is unit `i`, which its line break follows. */
interface TextUnits {
  begin: number[];
  end: number[];
  /** Where the next unit begins, or the text ends. */
  after: number[];
}

/**
 * Splits a text into its lines, or into its paragraphs: lines between lines that hold nothing but white space.
 * A line ends before LF or CR LF. What stands before the first paragraph belongs to none.
 */
export function textUnits(text: string, kind: TextUnitKind): TextUnits {
  const units: TextUnits = { begin: [], end: [], after: [] };
  let begin = -1;
  let end = -1;
  const push = (after: number): void => {
    units.begin.push(begin);
    units.end.push(end);
    units.after.push(after);
    begin = -1;
  };
  let wasBlank = true;
  for (let lineBegin = 0; lineBegin < text.length; ) {
    const lineBreak = text.indexOf('\n', lineBegin);
    const next = lineBreak < 0 ? text.length : lineBreak + 1;
    let lineEnd = lineBreak < 0 ? text.length : lineBreak;
    if (lineBreak > lineBegin && text.charCodeAt(lineBreak - 1) === 13) lineEnd--;
    const blank = kind === 'paragraph' && isBlank(text, lineBegin, lineEnd);
    if (kind === 'line' || (wasBlank && !blank)) {
      if (begin >= 0) push(lineBegin);
      begin = lineBegin;
    }
    if (!blank) end = lineEnd;
    wasBlank = blank;
    lineBegin = next;
  }
  if (begin >= 0) push(text.length);
  return units;
}

/** Whether a part of a text holds nothing but white space. */
export function isBlank(text: string, begin: number, end: number): boolean {
  for (let i = begin; i < end; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 32 || (unit >= 9 && unit <= 13)) continue;
    if (unit < 128 || !/\s/.test(text[i]!)) return false;
  }
  return true;
}

/**
 * Spans that cut units out of a text: start and end of each, flattened, sorted, no two touching.
 * A unit goes with the line breaks after it; at the end of the text with those before it, so that the last unit
 * that stays ends as the text did.
 */
export function spansOfUnits(
  { begin, end, after }: TextUnits,
  isRemoved: (unit: number) => boolean,
): number[] {
  const spans: number[] = [];
  let lastKept = -1;
  for (let unit = 0; unit < begin.length; unit++) {
    if (!isRemoved(unit)) {
      lastKept = unit;
    } else if (lastKept === unit - 1 || spans.length === 0) {
      spans.push(begin[unit]!, after[unit]!);
    } else {
      spans[spans.length - 1] = after[unit]!;
    }
  }
  if (spans.length > 0 && lastKept >= 0 && lastKept < begin.length - 1) {
    spans[spans.length - 2] = end[lastKept]!;
    spans[spans.length - 1] = end[end.length - 1]!;
    // Of an empty line that stays, nothing is left between two spans.
    if (spans.at(-3) === spans.at(-2)) spans.splice(-3, 2);
  }
  return spans;
}

/** A text without its spans. @param spans start and end of each in UTF-16 units, flattened, sorted */
export function cutSpans(text: string, spans: ArrayLike<number>): string {
  if (spans.length === 0) return text;
  let left = '';
  let from = 0;
  for (let i = 0; i < spans.length; i += 2) {
    left += text.slice(from, spans[i]!);
    from = spans[i + 1]!;
  }
  return left + text.slice(from);
}
