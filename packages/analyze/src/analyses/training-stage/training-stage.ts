import { defineAnalysis } from '../../analysis/define-analysis.js';
import { papers } from '../../claims/papers.js';

const lateConstant = {
  source: `${papers.F}, section 4.3, tables 2 and 9`,
  estimand: 'decay constant at the latest checkpoint minus that at the earliest, per decade',
} as const;

const netConstant =
  'decay constant of cross-fitted net retention at the latest checkpoint minus that at the earliest, per decade';

/** What acquisition and forgetting owe to how long the model was trained before (arXiv 2406.11813, 4.2 and 4.3). */
export const trainingStage = defineAnalysis({
  name: 'training-stage',
  scope: 'experiment',
  claims: {
    F8: {
      kind: 'primary',
      statement:
        'later checkpoints gain no more per encounter: growth per tenfold training below a tenth of what the earliest gains',
      words: 'a model trained for longer learns no more from an encounter',
      source: `${papers.F}, section 4.2 and appendix F; contested by arXiv 2410.01380`,
      sourceValue: 'no increase from 170B to 1.5T tokens, with the schedule or at a constant learning rate',
      estimand:
        'slope of mean cross-fitted effectivity net of controls over log₁₀ of the updates before, by that of the earliest checkpoint',
      unit: 'of the earliest gain per tenfold training',
      test: { below: 0.1 },
      needs: 'an early and a late checkpoint',
    },
    F14: {
      ...lateConstant,
      where: 'falling learning rate',
      statement: 'late checkpoints forget more slowly where the learning rate has fallen (difference)',
      words: 'a model trained for longer forgets more slowly where the learning rate has fallen',
      sourceValue: '0.26 to 0.20 (memorization), 0.24 to 0.21 (semantic), 0.18 to 0.16 (composition)',
      unit: 'per decade',
      test: { below: 0 },
      needs: 'an early and a late checkpoint, at a falling learning rate',
    },
    F14constant: {
      ...lateConstant,
      id: 'F14',
      where: 'constant learning rate',
      statement: 'late checkpoints forget as fast as early ones at a constant learning rate (difference)',
      words: 'a model trained for longer forgets as fast where the learning rate is the same',
      sourceValue: 'no decrease; with the schedule the smallest one is 0.02',
      unit: 'per decade',
      test: { between: [-0.02, 0.02] },
      needs: 'an early and a late checkpoint, at a constant learning rate',
    },
    F14n: {
      ...lateConstant,
      where: 'falling learning rate',
      statement:
        'late checkpoints forget more slowly where the learning rate has fallen (difference, net of controls)',
      words:
        'a model trained for longer forgets more slowly where the learning rate has fallen, net of controls',
      sourceValue: 'as F14; the source subtracts no controls',
      estimand: netConstant,
      unit: 'per decade',
      test: { below: 0 },
      needs: 'an early and a late checkpoint, at a falling learning rate',
    },
    F14nconstant: {
      ...lateConstant,
      id: 'F14n',
      where: 'constant learning rate',
      statement:
        'late checkpoints forget as fast as early ones at a constant learning rate (difference, net of controls)',
      words:
        'a model trained for longer forgets as fast where the learning rate is the same, net of controls',
      sourceValue: 'as F14; the source subtracts no controls',
      estimand: netConstant,
      unit: 'per decade',
      test: { between: [-0.02, 0.02] },
      needs: 'an early and a late checkpoint, at a constant learning rate',
    },
    F21: {
      statement:
        'the smallest model follows the logarithmic law less early than late (difference of misfits)',
      words: 'forgetting of the smallest model has its regular course only later in training',
      source: `${papers.F}, section 4.1, figure 8 and table 7`,
      sourceValue: '1B early visibly unstable and its fits left out, middle and late not; no number',
      estimand:
        'root mean square distance of retention from its logarithmic law at the latest checkpoint minus that at the earliest, as a share of the gain',
      unit: 'of the gain',
      test: { below: 0 },
      needs: 'an early and a late checkpoint',
    },
  },
  run: async () => (await import('./run-training-stage.js')).runTrainingStage,
});
