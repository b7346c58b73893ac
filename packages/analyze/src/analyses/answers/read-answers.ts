import { conditionOrder, depthOrder, type Measurements, ordered } from '../../measurements/measurements.js';
import { readLastAnswers } from '../../read/read-answers.js';

/** One generated answer beside its probe. */
interface AnswerSample {
  run: string;
  condition: string;
  depth: string;
  prompt: string;
  target: string;
  output: string;
  exactMatch: boolean;
  errorClass: string;
}

interface AnswerCount {
  condition: string;
  depth: string;
  answers: number;
  exactMatches: number;
}

export interface Answers {
  samples: AnswerSample[];
  counts: AnswerCount[];
}

const SAMPLES_PER_CELL = 2;

/**
 * Answers of the last checkpoint of a run: counts per condition and depth, and a few of each, of different
 * facts as far as there are.
 * @param directory of the probe stage
 */
export async function readAnswers(directory: string, { run, facts, probes }: Measurements): Promise<Answers> {
  const numberOf = new Map(probes.map((probe, i) => [probe.id, i]));
  const cells = new Map<string, AnswerSample[]>();
  const factsSeen = new Map<string, Set<number>>();
  const counts = new Map<string, AnswerCount>();
  for (const row of await readLastAnswers(directory)) {
    const number = numberOf.get(row.probe_id);
    if (number === undefined) continue;
    const { fact, depth, prompt, target } = probes[number]!;
    const { condition } = facts[fact]!;
    const key = `${condition}\n${depth}`;
    const count = counts.get(key) ?? { condition, depth, answers: 0, exactMatches: 0 };
    count.answers++;
    if (row.exact_match) count.exactMatches++;
    counts.set(key, count);
    const samples = cells.get(key) ?? [];
    const seen = factsSeen.get(key) ?? new Set<number>();
    if (samples.length >= SAMPLES_PER_CELL || seen.has(fact)) continue;
    seen.add(fact);
    samples.push({
      run,
      condition,
      depth,
      prompt,
      target,
      output: row.output,
      exactMatch: row.exact_match,
      errorClass: row.error_class,
    });
    cells.set(key, samples);
    factsSeen.set(key, seen);
  }
  const list = [...counts.values()];
  const keys = ordered(
    list.map(({ condition }) => condition),
    conditionOrder,
  ).flatMap((condition) =>
    ordered(
      list.map(({ depth }) => depth),
      depthOrder,
    ).map((depth) => `${condition}\n${depth}`),
  );
  return {
    samples: keys.flatMap((key) => cells.get(key) ?? []),
    counts: keys.flatMap((key) => counts.get(key) ?? []),
  };
}
