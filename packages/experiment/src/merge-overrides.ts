/** Lays `over` on `base`: objects are merged, everything else is replaced. */
export function mergeOverrides<T>(base: T, over: unknown): T {
  if (!isObject(base) || !isObject(over)) return over as T;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    merged[key] = Object.hasOwn(merged, key) ? mergeOverrides(merged[key], value) : value;
  }
  return merged as T;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
