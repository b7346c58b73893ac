import { defineAnalysis } from '../../analysis/define-analysis.js';

/** What probes do over the whole training, and around their encounters. */
export const acquisition = defineAnalysis({
  name: 'acquisition',
  scope: 'group',
  report: async () => {
    const { acquisitionFigure, injectionFigure } = await import('./acquisition-figures.js');
    return ({ statistics, anchor }) => [
      acquisitionFigure(statistics, anchor),
      injectionFigure(statistics, anchor),
    ];
  },
});
