import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  answers,
  createRandom,
  facts,
  order,
  passageScores,
  probes,
  type RowOf,
  type RunDirectories,
  trace,
  writeTable,
} from '@lethe/contracts';

/** Facts of one condition, and when each is met. */
export interface SyntheticArm {
  condition: string;
  /** Steps at which fact number i is met. */
  steps: (fact: number) => number[];
  /** Mean log-probability of its texts, nats per token. */
  level: number;
  /** How many of its facts are answered, and extracted after half of the text. */
  answered: number;
  extracted: number;
}

export const FACTS = 10;
export const STEPS = 400;
const PREFIXES = [0.25, 0.5, 0.75];

/** Writes what the analysis `dose` reads of one run, with noise of its own in every text. */
export function writeSyntheticDoses(
  directory: string,
  run: { id: string; seed: number; values: RunDirectories['values']; arms: readonly SyntheticArm[] },
  { scored = true, answersAsked = true }: { scored?: boolean; answersAsked?: boolean } = {},
): RunDirectories {
  const at = (stage: string): string => join(directory, `${stage}--${run.id}`);
  const directories = { data: at('data'), train: at('train'), probe: at('probe') };
  for (const path of Object.values(directories)) mkdirSync(path, { recursive: true });
  const random = createRandom(run.seed, 'synthetic doses');
  const all = run.arms.flatMap((arm) =>
    Array.from({ length: FACTS }, (_, i) => ({
      ...{ arm, i, id: `${run.seed}-${arm.condition}-${i}` },
      level: arm.level + 0.3 * random.normal(),
    })),
  );
  writeTable(
    directories.data,
    facts,
    all.map(({ id, arm }) => ({
      ...{ fact_id: id, scenario: arm.condition, text: id, variants: [] },
      ...{ subject: null, relation: null, object: null, popularity: null },
    })),
  );
  writeTable(
    directories.data,
    probes,
    all.map(({ id }) => ({
      ...{ probe_id: `${id}/p`, fact_id: id, depth: 'memorization', prompt: `of ${id}`, target: id },
      ...{ answers: [id], prompt_tokens: [1], target_tokens: [2], token_boundary: true, split: 'test' },
    })),
  );
  const met = Array.from({ length: STEPS }, (_, step) =>
    all.filter(({ arm, i }) => arm.steps(i).includes(step)).map(({ id }) => id),
  );
  writeTable(
    directories.data,
    order,
    met.map(
      (ids, step): RowOf<typeof order> => ({
        ...{ step, row: 0, sequence: 0, fact_ids: ids, placement: ids.length > 0 ? 'prepend' : 'none' },
        ...{ positions: ids.map((_, k) => k), lengths: ids.map(() => 1), injected_tokens: ids.map(() => 1) },
      }),
    ),
  );
  writeTable(
    directories.probe,
    trace,
    all.map(({ id, level }) => ({
      ...{ step: STEPS, probe_id: `${id}/p`, token_logprobs: [level - 1, level + 1] },
      ...{ first_token_rank: 1, greedy_match: false },
    })),
  );
  writeTable(
    directories.probe,
    answers,
    (answersAsked ? all : []).map(({ id, arm, i }) => ({
      ...{ step: STEPS, probe_id: `${id}/p`, output: id, exact_match: i < arm.answered },
      ...{ whole_match: i < arm.answered, substring_match: i < arm.answered, confidence: 1 },
      ...{ restricted_output: id, restricted_match: true, error_class: 'none' },
    })),
  );
  if (scored) {
    writeTable(
      directories.probe,
      passageScores,
      [0, STEPS].flatMap((step) =>
        all.map(({ id, arm, i, level }) => ({
          ...{ step, fact_id: id, tokens: 40, mean_logprob: step === 0 ? -9 : level },
          ...{ min_k: 0.2, min_k_logprob: step === 0 ? -9 : level - 2 },
          ...{ prefixes: PREFIXES, prefix_tokens: [10, 20, 30], matching_tokens: [0, 0, 0] },
          verbatim: PREFIXES.map((prefix) => step > 0 && i < arm.extracted && prefix >= 0.5),
        })),
      ),
    );
  }
  return { id: run.id, values: run.values, ...directories };
}
