import { conditionOrder, depthOrder, type Measurements, ordered } from '../../measurements/measurements.js';
import { readLastAnswers } from '../../read/read-answers.js';

/** One generated answer beside its probe. */
export interface AnswerSample {
  run: string;
  condition: string;
  depth: string;
  prompt: string;
  target: string;
  output: string;
  exactMatch: boolean;
  errorClass: string;
}

const SAMPLES_PER_CELL = 2;

/**
 * A few answers of the last checkpoint of a run, by condition and depth, of different facts as far as there are.
 * @param directory of the probe stage
 */
export async function readAnswerSamples(
  directory: string,
  { run, facts, probes }: Measurements,
): Promise<AnswerSample[]> {
  const numberOf = new Map(probes.map((probe, i) => [probe.id, i]));
  const cells = new Map<string, AnswerSample[]>();
  const factsSeen = new Map<string, Set<number>>();
  for (const row of await readLastAnswers(directory)) {
    const number = numberOf.get(row.probe_id);
    if (number === undefined) continue;
    const { fact, depth, prompt, target } = probes[number]!;
    const { condition } = facts[fact]!;
    const key = `${condition}\n${depth}`;
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
  const all = [...cells.values()].flat();
  return ordered(
    all.map(({ condition }) => condition),
    conditionOrder,
  ).flatMap((condition) =>
    ordered(
      all.map(({ depth }) => depth),
      depthOrder,
    ).flatMap((depth) => cells.get(`${condition}\n${depth}`) ?? []),
  );
}
