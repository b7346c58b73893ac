import { isBlank } from './text-units.js';

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

/** Whether only white space is left of a text without its spans. */
export function remainsBlank(text: string, spans: ArrayLike<number>): boolean {
  let from = 0;
  for (let i = 0; i < spans.length; i += 2) {
    if (!isBlank(text, from, spans[i]!)) return false;
    from = spans[i + 1]!;
  }
  return isBlank(text, from, text.length);
}
