const GAP = ' | ';

/**
 * Two texts in columns of one line width, wrapped at white space; what exceeds the lines ends in `...`.
 * @param lines most lines of either text
 * @param width characters of a whole line, at least 20
 */
export function sideBySide(left: string, right: string, lines: number, width: number): string[] {
  const column = Math.floor((width - GAP.length) / 2);
  const [a, b] = [wrap(left, column, lines), wrap(right, column, lines)];
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) =>
    `${(a[i] ?? '').padEnd(column)}${GAP}${b[i] ?? ''}`.trimEnd(),
  );
}

function wrap(text: string, width: number, most: number): string[] {
  const lines: string[] = [];
  // More than this cannot be shown; a text may be megabytes long.
  const shown = text.slice(0, (width + 1) * (most + 1));
  for (const paragraph of shown.split('\n')) {
    let rest = paragraph.replace(/[\p{Cc}\s]+/gu, ' ').trimEnd();
    while (rest.length > width && lines.length <= most) {
      const space = rest.lastIndexOf(' ', width);
      const end = space > 0 ? space : width;
      lines.push(rest.slice(0, end));
      rest = rest.slice(space > 0 ? end + 1 : end);
    }
    lines.push(rest);
    if (lines.length > most) break;
  }
  if (lines.length <= most && shown.length === text.length) return lines;
  const last = lines[most - 1] ?? '';
  return [...lines.slice(0, most - 1), `${last.slice(0, width - 3)}...`];
}
