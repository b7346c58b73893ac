/**
 * Breaks a text at its spaces into lines of at most `width` characters; a longer word has a line of its own, whole.
 * @param head begins the first line; the others are indented by as much
 */
export function wrapText(text: string, width: number, head = ''): string {
  const indent = ' '.repeat(head.length);
  const lines: string[] = [];
  let line = head;
  let isEmpty = true;
  for (const word of text.split(/ +/).filter((part) => part !== '')) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line].map((one) => one.trimEnd()).join('\n');
}
