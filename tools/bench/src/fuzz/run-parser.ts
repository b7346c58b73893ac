import { join } from 'node:path';
import { withTemporaryDirectory } from '../process/temporary-directory.js';
import { type Outcome, outcomes } from './fuzz-answer.js';
import { beyondMemory, type FuzzEnd, type FuzzLimits, runGuarded } from './run-guarded.js';

export interface FuzzReport {
  counts: Record<Outcome, number>;
  /** Defects by what they are, with how many inputs have each and the number of the first. */
  defects: Map<string, { count: number; first: number }>;
}

/**
 * Gives inputs `from` to `to` - 1 to a parser in a process of its own, which begins again at the next input where one
 * exceeds the limits.
 */
export async function runParser(
  parser: string,
  { seed, from, to, limits }: { seed: number; from: number; to: number; limits: FuzzLimits },
): Promise<FuzzReport> {
  const counts = Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
  const defects: FuzzReport['defects'] = new Map();
  let next = from;
  const record = ({ outcome, what }: FuzzEnd): void => {
    counts[outcome]++;
    if (outcome !== 'accepted' && outcome !== 'refused') {
      const found = defects.get(what) ?? { count: 0, first: next };
      defects.set(what, { ...found, count: found.count + 1 });
    }
    next++;
  };
  while (next < to) {
    await withTemporaryDirectory(async (directory) => {
      const script = join(import.meta.dirname, 'fuzz-process.js');
      const args = [script, parser, String(seed), String(next), String(to), directory];
      const end = await runGuarded(args, limits, ({ outcome, error = '', peakMiB }) => {
        const beyond = (peakMiB ?? 0) > limits.MiB;
        record(beyond ? beyondMemory(limits) : { outcome, what: error });
        return !beyond;
      });
      if (end && next < to) record(end);
    });
  }
  return { counts, defects };
}
