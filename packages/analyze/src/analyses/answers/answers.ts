import { defineAnalysis } from '../../analysis/define-analysis.js';
import { answeredTable } from './answered-table.js';

/** What checkpoints answer. */
export const answers = defineAnalysis({
  name: 'answers',
  scope: 'group',
  tables: { answered: answeredTable },
  run: async () => (await import('./run-answers.js')).runAnswers,
  report: async () => {
    const { readAnswerSamples } = await import('./answer-samples.js');
    const { answersTables } = await import('./answers-tables.js');
    return async ({ runs, statistics: { cohort } }, rows) => {
      // One run is enough to show how answers look.
      const samples = await readAnswerSamples(runs[0]!.probe, cohort.runs[0]!.measurements);
      return [answersTables(rows, samples)];
    };
  },
});
