import { papers } from '../../claims/papers.js';

/** What arXiv 2510.19811 (Hubble) says of dose and time, as data. */
export const doseClaims = {
  H1: {
    kind: 'primary',
    statement:
      'the loss tells texts of the largest dose from controls better than texts met once (difference in AUC)',
    source: papers.H,
    sourceValue: '> 0; AUC 0.539 at 1 copy to 1.0 at 256, 8B parameters on 500B tokens',
    words: 'the loss betrays what was seen often',
    unit: 'AUC',
    needs: 'texts at several doses, and their scores',
    estimand: 'AUC of the loss of texts against controls at the largest dose minus that at one encounter',
    test: { above: 0 },
  },
  H2: {
    statement: 'the loss tells texts met once from controls (AUC)',
    source: papers.H,
    sourceValue: '0.539, 8B parameters on 500B tokens',
    words: 'the loss betrays what was seen once',
    unit: 'AUC',
    needs: 'texts met once, and their scores',
    estimand: 'AUC of the loss of texts met once against controls',
    test: { above: 0.5 },
  },
  H3verbatim: {
    id: 'H3',
    where: 'verbatim',
    statement: 'verbatim extraction of texts grows with dose (difference in share)',
    source: papers.H,
    sourceValue: '> 0',
    words: 'what was seen more often is recited more often',
    unit: 'of the texts',
    needs: 'texts at several doses, and their scores',
    estimand:
      'share of texts whose rest greedy decoding gives after half of them, at the largest dose minus at the smallest',
    test: { above: 0 },
  },
  H3answers: {
    id: 'H3',
    where: 'answers',
    statement: 'answers about facts grow with dose (difference in exact match)',
    source: papers.H,
    sourceValue: '> 0; multiple choice about 100 % from 16 copies on, 8B parameters on 100B tokens',
    words: 'what was seen more often is answered more often',
    unit: 'of the questions',
    needs: 'facts at several doses, and their answers',
    estimand: 'share of probes answered at the largest dose minus at the smallest',
    test: { above: 0 },
  },
  H4: {
    kind: 'primary',
    where: 'first quarter against last',
    statement:
      'texts met in the first quarter of training alone are less probable at its end than texts met in the last (difference in nats/token)',
    source: papers.H,
    sourceValue: '< 0; those of the first quarter nearly forgotten, those of the last known best',
    words: 'what was seen early is less known at the end than what was seen late',
    unit: 'nats/token',
    needs: 'facts of equal dose in the first and in the last quarter',
    estimand:
      'mean log-probability of texts of the first quarter minus that of texts of the last, of equal dose, nats/token',
    test: { below: 0 },
  },
  H5: {
    where: 'first quarter against controls',
    statement:
      'facts met in the first quarter of training alone are answered no more often than controls (difference in exact match, margin 0.05)',
    source: papers.H,
    sourceValue: 'nearly forgotten',
    words: 'what was seen in the first quarter alone is forgotten',
    unit: 'of the questions',
    needs: 'facts of the first quarter alone, and their answers',
    estimand: 'share of probes answered of facts of the first quarter minus that of controls',
    test: { between: [-0.05, 0.05] },
  },
} as const;
