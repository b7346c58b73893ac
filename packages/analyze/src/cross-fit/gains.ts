import type { EncounterColumns, LastingColumns } from './schedule.js';

/**
 * What is read of a row, in nats per token. Per encounter: `effectivity`, the level at the lag minus that before the
 * encounter; `level`, the same minus that before the first encounter; `atNext`, the level before the next encounter minus
 * that before this one. Per bin of times since the lag of the last encounter: `after`, the mean level minus that before
 * the first encounter; `atLam`, the same at the lag itself, where there is an `after`.
 */
export type GainKind = 'effectivity' | 'level' | 'atNext' | 'after' | 'atLam';

/** How many columns of gains there are. */
export interface GainLayout {
  encounters: number;
  bins: number;
}

/** Numbers of the columns of a kind of gain. */
export function columnsOf(kind: GainKind, { encounters, bins }: GainLayout): number[] {
  const kinds = { effectivity: encounters, level: encounters, atNext: encounters, after: bins, atLam: bins };
  let from = 0;
  for (const [name, length] of Object.entries(kinds)) {
    if (name === kind) return Array.from({ length }, (_, i) => from + i);
    from += length;
  }
  return [];
}

/** When a row is read. */
export interface ReadingColumns {
  encounters: readonly EncounterColumns[];
  lag: number;
  /** Undefined where the gain over all encounters was not measured. */
  lasting: LastingColumns | undefined;
}

/**
 * Reads a row, of a probe or of a control over the same updates.
 * @param row Float64Array [measurements], NaN where not measured
 * @returns Float64Array [columns], by kind; NaN for what was not measured
 */
export function gainsAt(
  row: Float64Array,
  { encounters: columns, lag, lasting }: ReadingColumns,
  { encounters, bins }: GainLayout,
): Float64Array {
  const gains = new Float64Array(3 * encounters + 2 * bins).fill(Number.NaN);
  const between = (from: number, to: number): number =>
    from < 0 || to < 0 ? Number.NaN : row[to]! - row[from]!;
  for (let k = 0; k < encounters; k++) {
    const { before, atLag, next } = columns[k]!;
    const at = atLag[lag - 1]!;
    gains[k] = between(before, at);
    gains[encounters + k] = between(columns[0]!.before, at);
    gains[2 * encounters + k] = at < 0 ? Number.NaN : between(before, next);
  }
  if (!lasting) return gains;
  const { before, lam, after, bounds } = lasting;
  for (let bin = 0; bin < bins; bin++) {
    const [from, to] = [bounds[bin]!, bounds[bin + 1]!];
    if (to === from) continue;
    let sum = 0;
    for (let i = from; i < to; i++) sum += row[after[i]!]!;
    gains[3 * encounters + bin] = sum / (to - from) - row[before]!;
    gains[3 * encounters + bins + bin] = row[lam]! - row[before]!;
  }
  return gains;
}
