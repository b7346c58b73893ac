import { LetheError } from '../errors.js';

/** Levels of objects and arrays that JSON may have. What handles it calls itself once a level; Nx's reader ends at 128. */
export const MAX_JSON_DEPTH = 100;

/**
 * Refuses JSON that is nested so deeply that working on it would exhaust the stack.
 * @param where file that holds it
 * @throws LetheError naming the place
 */
export function checkJsonDepth(json: unknown, where: string): void {
  const pending: Place[] = [{ value: json, depth: 0, key: '', parent: undefined }];
  for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
    const { value, depth } = place;
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= MAX_JSON_DEPTH) {
      throw new LetheError({
        what: 'this JSON is nested too deeply',
        where: `${where}, ${beginOf(place)}`,
        expected: `at most ${MAX_JSON_DEPTH} levels of objects and arrays`,
        next: 'check what wrote it: no option of Lethe is nested like this',
      });
    }
    for (const key of Object.keys(value)) {
      const item = (value as Record<string, unknown>)[key];
      if (typeof item === 'object') pending.push({ value: item, depth: depth + 1, key, parent: place });
    }
  }
}

interface Place {
  value: unknown;
  /** Objects and arrays around the value. */
  depth: number;
  key: string;
  parent: Place | undefined;
}

/** The first keys on the way to a place. */
function beginOf(place: Place): string {
  const keys: string[] = [];
  for (let at: Place = place; at.parent !== undefined; at = at.parent) keys.unshift(at.key);
  return `${keys.slice(0, 8).join('.')}...`;
}
