/** One way in which two files differ. */
export interface Difference {
  /** What of the file differs, such as `column loss`, `scripts` or `bytes`; exceptions name it. */
  part: string;
  /** One line or more for a reader. */
  text: string;
}

/** What a comparison of two files found. */
export interface FileComparison {
  differences: Difference[];
  /** What was left out of the comparison, such as `steps.seconds (wall-clock time)`. */
  notCompared: string[];
}

const EXCERPT = 60;

/** Compares bytes: says how many there are, and where they first differ. */
export function compareBytes(left: Uint8Array, right: Uint8Array, part = 'bytes'): Difference[] {
  if (Buffer.compare(left, right) === 0) return [];
  const shorter = Math.min(left.length, right.length);
  let at = 0;
  while (at < shorter && left[at] === right[at]) at++;
  return [{ part, text: `${left.length} and ${right.length} bytes, which first differ at byte ${at}` }];
}

/** Compares texts: shows both from a little before the first difference. */
export function compareTexts(left: string, right: string, part = 'text'): Difference[] {
  if (left === right) return [];
  const shorter = Math.min(left.length, right.length);
  let at = 0;
  while (at < shorter && left[at] === right[at]) at++;
  const line = left.slice(0, at).split('\n').length;
  const excerpt = (text: string): string =>
    JSON.stringify(text.slice(Math.max(0, at - EXCERPT / 2), at + EXCERPT));
  return [{ part, text: `line ${line}:\n  ${excerpt(left)}\n  ${excerpt(right)}` }];
}
