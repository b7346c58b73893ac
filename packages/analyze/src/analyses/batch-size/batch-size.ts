import { defineAnalysis } from '../../analysis/define-analysis.js';
import { papers } from '../../claims/papers.js';

const source = `${papers.F}, section 4.3 and appendix G`;

/** What a larger batch does to acquisition and forgetting (arXiv 2406.11813, appendix G). */
export const batchSize = defineAnalysis({
  name: 'batch-size',
  scope: 'experiment',
  claims: {
    F17: {
      statement: 'larger batches forget more slowly (difference of decay constants)',
      source,
      words: 'with larger batches less is forgotten in the same number of steps',
      sourceValue: 'lower at 2048 than at 128 rows in 16 of 18 cells, equal in 2; 0.203 and 0.277 on average',
      estimand: 'decay constant at the largest batch minus that at the smallest, per decade',
      unit: 'per decade',
      test: { below: 0 },
      needs: 'two batch sizes',
    },
    F17n: {
      kind: 'primary',
      statement: 'larger batches forget more slowly (difference of decay constants net of controls)',
      source,
      words: 'with larger batches less is forgotten in the same number of steps, net of controls',
      sourceValue: 'as F17; the source subtracts no controls',
      estimand:
        'decay constant of cross-fitted net retention at the largest batch minus that at the smallest, per decade',
      unit: 'per decade',
      test: { below: 0 },
      needs: 'two batch sizes',
    },
    F18: {
      statement: 'with larger batches nothing is left after more tokens only (difference of log₁₀)',
      source,
      words: 'with larger batches it takes more tokens until nothing is left',
      sourceValue: '10 to 660 times as many tokens at 2048 rows as at 128, 16 times of which are the batches',
      estimand: 'log₁₀ of the tokens until nothing is left at the largest batch minus that at the smallest',
      unit: 'log₁₀ tokens',
      test: { above: 0 },
      needs: 'two batch sizes',
    },
    F18s: {
      statement: 'with larger batches nothing is left after more steps only (difference of log₁₀)',
      source,
      words: 'with larger batches it takes more steps until nothing is left',
      sourceValue: '0.6 to 41 times as many steps at 2048 rows as at 128, fewer in 2 of 18 cells',
      estimand: 'log₁₀ of the steps until nothing is left at the largest batch minus that at the smallest',
      unit: 'log₁₀ steps',
      test: { above: 0 },
      needs: 'two batch sizes',
    },
    F19: {
      statement:
        'smaller batches hurt composition more than memorization (difference of differences of log₁₀)',
      source,
      words: 'smaller batches cost what has to be inferred more than what was said',
      sourceValue: 'tokens until nothing is left 70 to 661 times for composition, 12 to 219 for memorization',
      estimand:
        'log₁₀ of the tokens until nothing is left at the largest batch minus that at the smallest, of composition minus of memorization',
      unit: 'log₁₀ tokens',
      test: { above: 0 },
      needs: 'two batch sizes',
    },
    F20: {
      kind: 'primary',
      statement: 'larger batches gain less per encounter (difference)',
      source,
      words: 'with larger batches an encounter teaches less',
      sourceValue: '< 0: effectivity is larger at 128 rows than at 2048',
      estimand:
        'mean effectivity at the largest batch minus that at the smallest, net of controls, nats/token',
      unit: 'nats/token',
      test: { below: 0 },
      needs: 'two batch sizes',
    },
  },
  run: async () => (await import('./run-batch-size.js')).runBatchSize,
});
