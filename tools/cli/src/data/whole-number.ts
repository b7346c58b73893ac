import { LetheError } from '@lethe/contracts';

/** Throws a LetheError unless the value of an option is a whole number from `least` to `most`. */
export function wholeNumber(
  option: string,
  value: number,
  least: number,
  most = Number.MAX_SAFE_INTEGER,
): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new LetheError({
    what: 'the value of this option does not fit',
    where: option,
    expected: `a whole number from ${least}${most < Number.MAX_SAFE_INTEGER ? ` to ${most}` : ' on'}`,
    found: Number.isNaN(value) ? 'no number' : String(value),
  });
}
