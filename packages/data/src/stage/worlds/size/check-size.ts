import { LetheError } from '@lethe/contracts';

/** A number that an option of a world may be. */
export interface SizeRange {
  low: number;
  high: number;
  /** What limits the upper end, if that helps. */
  note?: string;
  /** Fractions are allowed. */
  real?: boolean;
}

/**
 * Checks a size of a world.
 * @throws LetheError naming the option when it is out of range
 */
export function checkSize(option: string, value: number, { low, high, note, real }: SizeRange): void {
  if ((real || Number.isInteger(value)) && value >= low && value <= high) return;
  throw new LetheError({
    what: 'no world can have this size',
    where: option,
    expected: `a ${real ? '' : 'whole '}number from ${low} to ${high}${note ? `, ${note}` : ''}`,
    found: String(value),
  });
}
