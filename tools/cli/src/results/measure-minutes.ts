import { join } from 'node:path';
import { readRows, steps } from '@lethe/contracts';
import type { Experiment, ExperimentPlan } from '@lethe/experiment';
import * as z from 'zod';
import { readKept } from './read-kept.js';

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
  return readKept(path, minutesSchema, {
    what: 'this is no file of minutes',
    next: 'write it again: npx lethe results EXPERIMENT --minutes',
  });
}
