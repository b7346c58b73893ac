import { papers } from '../../claims/papers.js';

const BOUND = 'error at most exp(-N_f K² / 2|R|²)';

/** How what fine-tuning extracts follows from K, |R| and N_f, as the bound of arXiv 2508.00901 has it. */
export const phaseClaims = {
  G6: {
    kind: 'primary',
    where: 'one share of the templates',
    statement:
      'facts told in one share of all templates are extracted alike, however many there are (difference)',
    words: 'what counts is the share of all ways of telling in which a fact is told',
    source: papers.G,
    sourceValue: `0: ${BOUND}, the same along K/|R|`,
    estimand:
      'share of held-out questions answered at the largest |R| minus that at the smallest, of those with one K/|R|',
    unit: 'of the questions',
    test: { between: [-0.1, 0.1] },
    needs: 'worlds of several |R| in which K/|R| is the same',
  },
  G6r: {
    statement: 'the K from which on half is extracted grows as |R| (exponent)',
    words: 'as many times the ways of telling there are, so many more of them a fact needs',
    source: papers.G,
    sourceValue: `1 (${BOUND})`,
    estimand: 'exponent of |R| in the K at which half of the held-out questions are answered',
    unit: '',
    test: { between: [0.8, 1.2] },
    needs: 'a sweep of K and |R| across the K at which half is extracted',
  },
  G6n: {
    statement: 'the K from which on half is extracted falls as one over the root of N_f (exponent)',
    words: 'four times the subjects in fine-tuning halve the ways in which a fact has to be told',
    source: papers.G,
    sourceValue: `-0.5 (${BOUND})`,
    estimand: 'exponent of N_f in the K at which half of the held-out questions are answered',
    unit: '',
    test: { between: [-0.65, -0.35] },
    needs: 'a sweep of K and N_f across the K at which half is extracted',
  },
  G6b: {
    where: 'the cell that exceeds it most',
    // An error that equals the bound is within it, so the edge lies beyond 0.
    statement: 'the error stays within exp(-N_f K² / 2|R|²) (largest excess, margin 0.02)',
    words: 'errors stay within the published bound',
    source: papers.G,
    sourceValue: `at most 0 (${BOUND}, once templates are covered)`,
    estimand: 'share of held-out questions not answered minus the bound, in the cell where that is largest',
    unit: 'of the questions',
    test: { below: 0.02 },
    needs: 'worlds of several K and |R|',
  },
} as const;
