import { order, type Placement, readBatches } from '@lethe/contracts';
import type { ToldPart } from './place-tellings.js';

/** When training meets what the background tells of one fact: parallel lists, by step, then row. */
export interface ToldEncounters {
  steps: number[];
  /** Rows of the batch. */
  rows: number[];
}

/**
 * Training steps and rows at which texts of the background are met. A part that injected texts cover or push out of
 * its row by more than half is not met there.
 * @param directory with the order table
 * @param parts by row of the sequences table
 * @param facts their number
 * @returns by fact
 */
export async function meetToldParts(
  directory: string,
  parts: ReadonlyMap<number, readonly ToldPart[]>,
  facts: number,
  sequenceLength: number,
): Promise<ToldEncounters[]> {
  const met = Array.from({ length: facts }, (): ToldEncounters => ({ steps: [], rows: [] }));
  for await (const batch of readBatches(directory, order)) {
    const [steps, rows, sequence] = [batch.numbers('step'), batch.numbers('row'), batch.numbers('sequence')];
    const positions = batch.numberLists('positions');
    const lengths = batch.numberLists('lengths');
    let placements: string[] | undefined;
    for (let i = 0; i < batch.length; i++) {
      const told = parts.get(sequence[i]!);
      if (told === undefined) continue;
      const [from, to] = [positions.offsets[i]!, positions.offsets[i + 1]!];
      let hidden: Span[] = [];
      if (to > from) {
        placements ??= batch.strings('placement');
        hidden = hiddenSpans(
          placements[i] as Placement,
          positions.values.subarray(from, to),
          lengths.values.subarray(lengths.offsets[i]!, lengths.offsets[i + 1]!),
          sequenceLength,
        );
      }
      for (const part of told) {
        if (2 * overlap(part, hidden) > part.end - part.start) continue;
        met[part.fact]!.steps.push(steps[i]!);
        met[part.fact]!.rows.push(rows[i]!);
      }
    }
  }
  return met;
}

/** Tokens of a background row, from `start` to before `end`. */
type Span = Pick<ToldPart, 'start' | 'end'>;

/** Tokens of a background row that the model does not see where texts are injected (see `assembleRow`). */
function hiddenSpans(
  placement: Placement,
  positions: ArrayLike<number>,
  lengths: ArrayLike<number>,
  sequenceLength: number,
): Span[] {
  const texts = Array.from(lengths, (length, i) => ({
    start: positions[i]!,
    end: positions[i]! + length,
  }));
  if (placement !== 'prepend') return texts;
  const injected = texts.reduce((sum, { start, end }) => sum + end - start, 0);
  return [{ start: sequenceLength - injected, end: sequenceLength }];
}

function overlap(part: Span, spans: readonly Span[]): number {
  return spans.reduce(
    (sum, { start, end }) => sum + Math.max(0, Math.min(end, part.end) - Math.max(start, part.start)),
    0,
  );
}
