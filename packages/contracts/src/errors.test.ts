import { expect, it } from 'vitest';
import { LetheError } from './errors.js';

it('holds the beginning of what was found, and how much that is', () => {
  const found = 'x'.repeat(1_000_000);
  const error = new LetheError({ what: 'too much', where: 'a file', found });
  expect(error.message).toMatch(/^a file: too much\n {2}found: {4}x{4000}\.\.\. \(1000000 characters\)$/);
  expect(error.problem.found!.length).toBeLessThan(4100);
  // Wrapped once more, it says the same.
  expect(new LetheError({ ...error.problem, what: 'wrapped' }).message).toContain('characters)');
  expect(new LetheError({ what: 'short', found: 'x'.repeat(4000) }).problem).toEqual({
    what: 'short',
    found: 'x'.repeat(4000),
  });
});
