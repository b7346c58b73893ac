/** A number of things in words: `1 layer`, `2 layers`, `1,000 layers`. */
export const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
