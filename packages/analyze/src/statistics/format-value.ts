/** A number with three significant digits; a dash for none. */
export function formatValue(value: number | null): string {
  if (value === null) return '-';
  const size = Math.abs(value);
  if (size >= 1e5 || (size > 0 && size < 1e-3)) return value.toExponential(1);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
}

/** `[low, high]`, or nothing. */
export function formatInterval(low: number | null, high: number | null): string {
  return low === null || high === null ? '' : `[${formatValue(low)}, ${formatValue(high)}]`;
}

/** A p-value; a dash for none. */
export function formatP(p: number | null): string {
  if (p === null) return '-';
  return p < 0.001 ? '<0.001' : p.toFixed(p < 0.1 ? 3 : 2);
}
