import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { evaluation, readRows, type StageContext, steps } from '@lethe/contracts';
import { runData } from '@lethe/data';
import { checkpointDirectory, runTrain } from '@lethe/train';
import type { Curves } from './curves.js';
import { wikitextExperiment } from './experiment.js';

export interface LetheTraining {
  /** Directory of the data stage. */
  data: string;
  /** Hugging Face directory of the initial weights. */
  initial: string;
  curves: Curves;
  seconds: number;
}

/** Runs the data and the train stage of the experiment below `directory`. */
export async function trainLethe(directory: string, log: (line: string) => void): Promise<LetheTraining> {
  const context = (name: string): StageContext => {
    const out = join(directory, name);
    mkdirSync(out);
    return { out, log, signal: new AbortController().signal };
  };
  const { data: config, model, train } = wikitextExperiment;
  const [data, trained] = [context('data'), context('train')];
  await runData({ config, baseDirectory: directory }, data);
  const since = performance.now();
  await runTrain({ config: { model, train }, data: data.out }, trained);
  const seconds = (performance.now() - since) / 1000;
  const rows = await readRows(trained.out, steps);
  const evaluations = await readRows(trained.out, evaluation);
  return {
    data: data.out,
    initial: join(trained.out, checkpointDirectory(0)),
    curves: {
      training: rows.map(({ step, loss }) => ({ step, loss })),
      validation: evaluations.map(({ step, loss, standard_error }) => ({
        step,
        loss,
        standardError: standard_error ?? undefined,
      })),
    },
    seconds,
  };
}
