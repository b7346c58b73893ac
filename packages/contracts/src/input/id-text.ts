/**
 * The id that a field of a record states: a text that is not empty, or the digits of a finite number.
 * @returns undefined for anything else
 */
export function idText(value: unknown): string | undefined {
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value)))
    return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
