import { probes as probesTable, type RunDirectories, readRows } from '@lethe/contracts';
import { readLastAnswers } from '../../read/read-last-answers.js';

/** One answer of the last checkpoint. */
export interface Question {
  fact: string;
  /** Whether its question was for fine-tuning. */
  split: 'train' | 'test';
  /** `qa` asks in the question-answer format, `memorization` in the words of pretraining. */
  depth: 'qa' | 'memorization';
  exact: boolean;
  /** Whether it is right among all answers, whatever other tokens say. */
  restricted: boolean;
  errorClass: string;
}

/**
 * The answers of the last checkpoint of a run to questions and to prompts of pretraining.
 * @returns none where the probe stage generated nothing
 */
export async function readQuestions(run: RunDirectories): Promise<Question[]> {
  const rows = await readLastAnswers(run.probe);
  if (rows.length === 0) return [];
  const probes = new Map((await readRows(run.data, probesTable)).map((probe) => [probe.probe_id, probe]));
  return rows.flatMap((row) => {
    const probe = probes.get(row.probe_id);
    if (!probe) return [];
    const { depth } = probe;
    if (depth !== 'qa' && depth !== 'memorization') return [];
    return {
      fact: probe.fact_id,
      split: probe.split === 'train' ? 'train' : 'test',
      depth,
      exact: row.exact_match,
      restricted: row.restricted_match,
      errorClass: row.error_class,
    } as const;
  });
}
