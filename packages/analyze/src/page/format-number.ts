/** A value as readouts and tables show it; text stays as it is. */
export function formatNumber(value: number | string): string {
  if (typeof value === 'string') return value;
  const size = Math.abs(value);
  if (Number.isInteger(value)) return value.toLocaleString('en');
  return size >= 100 ? value.toFixed(0) : size >= 1 ? value.toFixed(2) : value.toFixed(3);
}
