const LENGTH = 80;

/** The beginning of a text on one line, for messages. */
export function excerpt(text: string): string {
  const line = text.slice(0, LENGTH).replace(/\s+/g, ' ');
  return text.length <= LENGTH ? line : `${line}...`;
}
