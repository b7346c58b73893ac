/** Two implementations beside Lethe, of the toy that reconstructs arXiv 2508.00901. */
const TOY = 'arXiv 2508.00901, toys that reconstruct it';

/** Where answers are that fine-tuned models do not give. */
export const storageClaims = {
  G8before: {
    id: 'G8',
    where: 'before fine-tuning',
    statement: 'before fine-tuning the answer to a question leads all other answers (share)',
    words: 'before fine-tuning the answers are stored',
    source: TOY,
    sourceValue: '1.00 at K = 1, 2, 4, 8',
    estimand: 'share of held-out questions whose answer is the most probable of all answers',
    unit: 'of the questions',
    test: { above: 0.95 },
  },
  G8full: {
    id: 'G8',
    where: 'full, K <= 2',
    statement: 'full fine-tuning overwrites what few templates stored (share)',
    words: 'full fine-tuning overwrites what few tellings stored',
    source: TOY,
    sourceValue: '1.00 at K=1, 0.95 at K=2',
    estimand: 'share of held-out questions whose answer leads all others before fine-tuning and not after',
    unit: 'of the questions',
    test: { above: 0.5 },
  },
  G8low: {
    id: 'G8',
    where: 'low rank against full, K <= 2',
    statement: 'low rank overwrites less than full fine-tuning (difference)',
    words: 'low rank overwrites less than full fine-tuning',
    source: TOY,
    sourceValue: '-0.99 (LoRA) and -0.66 to -0.78 (rank 1 after 1,000 steps) at K=2',
    estimand: 'that share after LoRA or rank 1 minus that after full fine-tuning',
    unit: 'of the questions',
    test: { below: 0 },
  },
  G8enough: {
    id: 'G8',
    where: 'K >= 4',
    statement: 'enough templates: after fine-tuning too the answer leads all other answers (share)',
    words: 'what enough tellings stored survives fine-tuning',
    source: TOY,
    sourceValue: '1.00',
    estimand: 'share of held-out questions whose answer is the most probable of all answers',
    unit: 'of the questions',
    test: { above: 0.95 },
  },
} as const;
