import { join } from 'node:path';
import { type Problem, readJson, readRows, steps } from '@lethe/contracts';
import type { Experiment, ExperimentPlan } from '@lethe/experiment';
import * as z from 'zod';

const minutesSchema = z.strictObject({
  training: z.strictObject({ tasks: z.int(), minutes: z.number(), longest: z.number() }),
});

/** How long an experiment took where it was run; beside its result, since it is another number every time. */
export type Minutes = z.infer<typeof minutesSchema>;

/** Minutes of all trainings of an experiment by their `steps` tables, one after the other. */
export async function measureMinutes(experiment: Experiment, plan: ExperimentPlan): Promise<Minutes> {
  const minutes: number[] = [];
  for (const task of plan.tasks.filter(({ stage }) => stage === 'train')) {
    const rows = await readRows(join(experiment.directory, task.directory), steps);
    minutes.push((rows.at(-1)?.seconds ?? 0) / 60);
  }
  const rounded = (value: number): number => Number(value.toFixed(1));
  return {
    training: {
      tasks: minutes.length,
      minutes: rounded(minutes.reduce((sum, one) => sum + one, 0)),
      longest: rounded(Math.max(...minutes)),
    },
  };
}

/** @throws LetheError when the file is none of minutes */
export function readMinutes(path: string): Minutes {
  const problem: Pick<Problem, 'what' | 'next'> = {
    what: 'the file of minutes is not JSON',
    next: 'write it again: npx lethe results EXPERIMENT --minutes',
  };
  return minutesSchema.parse(readJson(path, problem));
}
