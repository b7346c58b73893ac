import { LetheError } from '@lethe/contracts';

/** The error for a step, row or sequence that a table of `count` of them has not. */
export function outOfRange(
  what: 'step' | 'row' | 'sequence',
  count: number,
  found: number,
  where: string,
): LetheError {
  return new LetheError({
    what: `there is no such ${what}`,
    where,
    expected: count === 0 ? 'a table with rows' : `a whole number from 0 to ${count - 1}`,
    found: String(found),
    next: what === 'sequence' ? 'run the data stage again' : `name another --${what}`,
  });
}
