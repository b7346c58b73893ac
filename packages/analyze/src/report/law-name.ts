/** A text with names of laws as they are written for readers: `shifted_power+c` is `shifted power + c`. */
export function lawName(text: string): string {
  return text.replaceAll('_', ' ').replaceAll('+', ' + ');
}
