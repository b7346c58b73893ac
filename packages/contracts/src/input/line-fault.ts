/** What can be wrong with a line of a file, and what it should be. */
export const lineExpectations = {
  'not-json': 'a JSON object',
  'not-utf-8': 'text in UTF-8',
  'line-too-long': 'a line of at most 256 MiB',
} as const;

/** What is wrong with a line, and what was found there. */
export interface LineFault {
  kind: keyof typeof lineExpectations;
  found: string;
}
