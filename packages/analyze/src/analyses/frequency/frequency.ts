import { defineAnalysis } from '../../analysis/define-analysis.js';
import { papers } from '../../claims/papers.js';
import { frequencyTable } from './frequency-table.js';

const source = {
  source: `${papers.L}, figure 9`,
  sourceValue:
    'the share of facts that are learnt between checkpoints rises with how often they were seen, and so does that of facts forgotten; no slope',
  test: { above: 0 },
} as const;

/** Recall of facts at the end of training by how often the background tells them. */
export const frequency = defineAnalysis({
  name: 'frequency',
  scope: 'group',
  tables: { frequency: frequencyTable },
  claims: {
    L1: {
      ...source,
      statement: 'facts that the background tells more often are recalled better (slope per doubling)',
      words: 'facts that are told more often are recalled better',
      unit: 'nats/token per doubling',
      needs: 'facts that the background tells',
      estimand:
        'least squares slope over facts of the mean log-probability of their probes at the end of training, per doubling of the number of encounters, nats/token',
    },
    L1e: {
      ...source,
      statement: 'facts that the background tells more often are answered more often (slope per doubling)',
      words: 'facts that are told more often are answered more often',
      unit: 'of the questions per doubling',
      needs: 'facts that the background tells',
      estimand:
        'least squares slope over facts of the share of their probes that are answered exactly at the end of training, per doubling of the number of encounters',
    },
  },
  run: async () => (await import('./run-frequency.js')).runFrequency,
  report: async () => {
    const { frequencyFigures } = await import('./frequency-figure.js');
    return (context, curves) => frequencyFigures(context, curves);
  },
});
