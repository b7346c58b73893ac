/** What can be wrong with a line of a file, and what it should be. */
export const lineExpectations = {
  'not-json': 'a JSON object',
  'not-utf-8': 'text in UTF-8',
  'line-too-long': 'a line of at most 128 MiB',
  'too-many-values':
    'a line with at most 2 million brackets, braces, commas and colons outside of its texts, and 500,000 integers beyond 2^53',
} as const;

/** What is wrong with a line, and what was found there. */
export interface LineFault {
  kind: keyof typeof lineExpectations;
  found: string;
}
