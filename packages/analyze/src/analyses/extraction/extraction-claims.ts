import { papers } from '../../claims/papers.js';

/** Of a reconstruction of the paper, whose full text gives signs. */
const TOY = `${papers.G}, toy that reconstructs it`;

/** What arXiv 2508.00901 says of acquisition and extraction, as data. */
export const extractionClaims = {
  G1: {
    kind: 'primary',
    statement: 'pretraining loss is within 0.01 nats of the entropy of its rows (excess)',
    source: TOY,
    sourceValue: `near-optimal (${papers.G}); at most 0.002 in the toy`,
    estimand: 'mean loss of the last pass minus the entropy of its rows, nats per counted token',
    test: { below: 0.01 },
  },
  G1b: {
    statement: 'facts are recalled in the words of pretraining (share)',
    source: TOY,
    sourceValue: '1.00',
    estimand: 'share of facts recalled in the words of pretraining',
    // Open ranges: 0.999 itself is enough.
    test: { above: 0.999 - 1e-9 },
  },
  G3few: {
    id: 'G3',
    where: 'K <= 2',
    statement: 'too few templates: held-out questions are not answered (exact match)',
    source: TOY,
    sourceValue: '0.00',
    estimand: 'share of held-out questions answered, |R| = 64, N_f = 16 of 128',
    test: { below: 0.1 },
  },
  G3enough: {
    id: 'G3',
    where: 'K >= 8',
    statement: 'enough templates: held-out questions are answered (exact match)',
    source: TOY,
    sourceValue: '1.00',
    estimand: 'share of held-out questions answered, |R| = 64, N_f = 16 of 128',
    test: { above: 0.9 },
  },
  G3growth: {
    kind: 'primary',
    id: 'G3',
    where: 'the largest K against the smallest',
    statement: 'held-out exact match grows with the templates in which each fact is told (difference)',
    source: papers.G,
    sourceValue: '> 0',
    estimand: 'share of held-out questions answered at the largest K minus that at the smallest',
    test: { above: 0 },
  },
  G4: {
    statement: 'held-out exact match grows with the subjects whose questions are fine-tuned on (difference)',
    source: papers.G,
    sourceValue: '> 0; 0.68 to 0.95 from 3 % to 12.5 % of subjects in the toy at K=4',
    estimand: 'share of held-out questions answered at the largest N_f minus that at the smallest',
    test: { above: 0 },
  },
  G5: {
    statement: 'held-out exact match falls with the templates of the world (difference)',
    source: papers.G,
    sourceValue: '< 0; 1.00 to 0.27 from 8 to 128 templates in the toy at K=4',
    estimand: 'share of held-out questions answered at the largest |R| minus that at the smallest',
    test: { below: 0 },
  },
  G7: {
    statement:
      'a model that fails on held-out questions answers those of fine-tuning (difference in exact match)',
    source: TOY,
    sourceValue: '> 0; 1.00 in the toy',
    estimand: 'share of the questions of fine-tuning answered minus that of held-out ones',
    test: { above: 0 },
  },
  G9: {
    kind: 'primary',
    given: 'full fine-tuning extracts more than half',
    // Two points: the margin stated for low rank against full.
    statement: 'low rank extracts at least as much as full fine-tuning (difference, margin 0.02)',
    source: TOY,
    sourceValue: '>= 0; +0.05 to +0.32 for rank 1 in the toy at K=4',
    estimand: 'share of held-out questions answered after LoRA or rank 1 minus that after full fine-tuning',
    test: { above: -0.02 },
  },
  G11: {
    where: 'attention only',
    statement: 'attention alone answers no held-out question (exact match)',
    source: TOY,
    sourceValue: '0.00 at every K',
    estimand: 'share of held-out questions answered',
    test: { below: 0.05 },
  },
  G11against: {
    kind: 'primary',
    given: 'attention + MLP extracts more than half',
    id: 'G11',
    where: 'attention + MLP against attention only',
    statement: 'with the MLP more held-out questions are answered than by attention alone (difference)',
    source: TOY,
    sourceValue: '> 0; 0.95 and more in the toy',
    estimand: 'share of held-out questions answered with the MLP minus that by attention alone',
    test: { above: 0 },
  },
  G12: {
    where: 'decaying against constant',
    statement:
      'a learning rate that decays ends pretraining at a lower loss than a constant one (difference)',
    source: `${papers.G}, topic`,
    sourceValue: '< 0',
    estimand: 'mean loss of the last pass with a decaying learning rate minus that with a constant one, nats',
    test: { below: 0 },
  },
} as const;
