import { probes as probesTable, type RunDirectories, readRows } from '@lethe/contracts';
import { readAnswersAt, readLastAnswers } from '../../read/read-answers.js';
import type { DescribedRun } from '../../settings/setting-groups.js';

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
  /** The same of the model before fine-tuning; undefined where that was not asked this very question. */
  restrictedBefore: boolean | undefined;
  errorClass: string;
}

/**
 * The answers of the last checkpoint of a run to questions and to prompts of pretraining, beside those of the model that
 * its training began with, where that is a run that answered at that step.
 * @returns none where the probe stage generated nothing
 */
export async function readQuestions({ run, origin, configuration }: DescribedRun): Promise<Question[]> {
  const asked = await readAsked(run);
  if (asked.length === 0 || !origin) return asked.map(({ question }) => question);
  const step = JSON.parse(configuration.get('train.from.step') ?? '"final"') as number | 'final';
  const before = new Map(
    (await readAsked(origin, step)).map(({ key, question }) => [key, question.restricted]),
  );
  return asked.map(({ key, question }) => ({ ...question, restrictedBefore: before.get(key) }));
}

interface Asked {
  /** Names fact, prompt and answer: equal ids alone do not make the same fact. */
  key: string;
  question: Question;
}

async function readAsked(run: RunDirectories, step: number | 'final' = 'final'): Promise<Asked[]> {
  const rows = step === 'final' ? await readLastAnswers(run.probe) : await readAnswersAt(run.probe, step);
  if (rows.length === 0) return [];
  const probes = new Map((await readRows(run.data, probesTable)).map((probe) => [probe.probe_id, probe]));
  return rows.flatMap((row) => {
    const probe = probes.get(row.probe_id);
    if (!probe) return [];
    const { depth, prompt, target, fact_id: fact } = probe;
    if (depth !== 'qa' && depth !== 'memorization') return [];
    const question: Question = {
      fact,
      split: probe.split === 'train' ? 'train' : 'test',
      depth,
      exact: row.exact_match,
      restricted: row.restricted_match,
      restrictedBefore: undefined,
      errorClass: row.error_class,
    };
    return { key: JSON.stringify([fact, depth, prompt, target]), question };
  });
}
