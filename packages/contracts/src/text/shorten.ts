/** A text, or the beginning of one that is longer than `most` characters and how many there are. */
export function shorten(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)}... (${text.length} characters)`;
}
