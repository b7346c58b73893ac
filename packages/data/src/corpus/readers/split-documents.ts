/** Splits text into documents at WikiText headings of the first level, or at blank lines where it has none. */
export function splitDocuments(text: string): string[] {
  const lines = text.split('\n');
  const isBlank = (line: number): boolean => (lines[line] ?? '').trim() === '';
  const isTitle = (line: number): boolean =>
    isTitleLine(lines[line]!) && isBlank(line - 1) && isBlank(line + 1);
  const starts = [...lines.keys()].filter(isTitle);
  const pieces =
    starts.length > 0
      ? [0, ...starts].map((start, i) => lines.slice(start, starts[i] ?? lines.length).join('\n'))
      : text.split(/\n[^\S\n]*\n/);
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== '');
}

/** Whether a line is a heading of WikiText's first level, if it stands between blank lines. */
export function isTitleLine(line: string): boolean {
  return /^ ?= [^=].* = ?$/.test(line);
}
