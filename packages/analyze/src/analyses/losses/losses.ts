import { defineAnalysis } from '../../analysis/define-analysis.js';

/** How the loss of every run went. */
export const losses = defineAnalysis({
  name: 'losses',
  scope: 'group',
  report: async () => {
    const { lossFigure } = await import('./loss-figure.js');
    const { readLosses } = await import('./read-losses.js');
    return async ({ runs, anchor, trainingOf }) => [
      lossFigure([{ title: '', runs: await readLosses(runs, trainingOf) }], anchor, true),
    ];
  },
});
