import { papers } from '../../claims/papers.js';

const TOY = `${papers.G}, toy that reconstructs it`;

/** How the one-layer model comes to its answers, and what fine-tuning begins to change. */
export const mechanismClaims = {
  G2: {
    statement: 'pretraining turns attention from noise to subjects and relations (mass)',
    words: 'attention turns from noise to what a fact is about',
    source: papers.G,
    sourceValue: 'much above that of noise; 0.9 and more expected',
    estimand: 'mean attention of the last position to subject, relation and format tokens among noise tokens',
    unit: 'of the attention',
    test: { above: 0.9 },
    needs: 'rows with noise tokens',
  },
  G10energy: {
    id: 'G10',
    where: 'energy',
    statement: 'the first gradient of fine-tuning lies in one direction (share of its energy)',
    words: 'fine-tuning sets out in one direction',
    source: TOY,
    sourceValue: '0.60 to 0.99, growing with N_f and K',
    estimand:
      'share of the energy of the gradient of W_1 on the questions of fine-tuning in one singular direction',
    unit: 'of the energy',
    test: { above: 0.8 },
  },
  G10b: {
    statement: "that direction is the format token's (cosine)",
    words: 'the direction in which fine-tuning sets out is that of the format of questions',
    source: TOY,
    sourceValue: '0.87 to 0.99',
    estimand: "cosine of its left singular vector and the format token's embedding, without sign",
    unit: 'cosine',
    test: { above: 0.9 },
  },
  G10growth: {
    id: 'G10',
    where: 'the largest K against the smallest',
    statement: 'the gradient is closer to rank one with more templates (difference in share of energy)',
    words: 'the more ways facts are told in, the closer to one direction fine-tuning sets out',
    source: TOY,
    sourceValue: '> 0',
    estimand: 'share of energy in one singular direction at the largest K minus that at the smallest',
    unit: 'of the energy',
    test: { above: 0 },
  },
} as const;
