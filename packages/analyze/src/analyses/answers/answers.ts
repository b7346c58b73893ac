import { defineAnalysis } from '../../analysis/define-analysis.js';

/** What the last checkpoint answers. */
export const answers = defineAnalysis({
  name: 'answers',
  scope: 'group',
  report: async () => {
    const { readAnswers } = await import('./read-answers.js');
    const { answersTables } = await import('./answers-tables.js');
    // One run is enough to show how answers look.
    return async ({ runs, statistics: { cohort } }) => [
      answersTables(await readAnswers(runs[0]!.probe, cohort.runs[0]!.measurements)),
    ];
  },
});
