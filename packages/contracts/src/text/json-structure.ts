const QUOTE = 0x22;
const [OPEN_ARRAY, BACKSLASH, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5c, 0x5d, 0x7b, 0x7d];
const [COMMA, COLON] = [0x2c, 0x3a];

/**
 * Whether JSON has more than `most` brackets, braces, commas and colons outside of its strings. Each can stand for a
 * value of its own, for which V8 takes up to 85 bytes besides what strings hold (an object of 2 million keys), so that
 * a few megabytes of text become a gigabyte.
 */
export function exceedsStructure(text: string, most: number): boolean {
  // So most texts need no look.
  if (text.length <= most) return false;
  let left = most;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at);
        if (at < 0) return false;
        break;
      case OPEN_ARRAY:
      case CLOSE_ARRAY:
      case OPEN_OBJECT:
      case CLOSE_OBJECT:
      case COMMA:
      case COLON:
        if (--left < 0) return true;
    }
  }
  return false;
}

/** The quote that ends the string begun at `open`, or -1. */
export function endOfString(text: string, open: number): number {
  for (let close = text.indexOf('"', open + 1); close >= 0; close = text.indexOf('"', close + 1)) {
    let escapes = close;
    while (text.charCodeAt(escapes - 1) === BACKSLASH) escapes--;
    if ((close - escapes) % 2 === 0) return close;
  }
  return -1;
}

/** JSON that has more of something than is read. */
export class TooManyValues extends Error {
  constructor(most: number, what = 'brackets, braces, commas and colons') {
    super(`more than ${most} ${what}`);
    this.name = 'TooManyValues';
  }
}
