/** Bytes of the longest input that mutation makes: what exceeds the limits is then the parser, and no file of gigabytes. */
export const LARGEST_INPUT = 4 * 2 ** 20;
