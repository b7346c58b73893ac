import type { SymbolicWorld } from './create-symbolic-world.js';
import type { SymbolicSizes } from './symbolic-options.js';

/**
 * Mean loss in nats below which no model gets on the two loss positions of pretraining rows: the template after
 * the subject has entropy log K, the answer 0, so 1/2 log K (arXiv 2508.00901's near-optimal loss).
 */
export function entropyFloor({ multiplicity }: Pick<SymbolicSizes, 'multiplicity'>): number {
  return Math.log(multiplicity) / 2;
}

/** Fraction of the |R| templates in which pretraining told at least one of the fine-tuning subjects. */
export function templateCoverage(world: SymbolicWorld, subjects: ArrayLike<number>): number {
  const { multiplicity, templates } = world.sizes;
  const covered = new Set<number>();
  for (let i = 0; i < subjects.length; i++) {
    const begin = subjects[i]! * multiplicity;
    for (const template of world.templates.subarray(begin, begin + multiplicity)) covered.add(template);
  }
  return covered.size / templates;
}

/** Expectation of `templateCoverage` over worlds: 1 - (1 - K/|R|)^N_f. */
export function expectedCoverage(
  { multiplicity, templates }: Pick<SymbolicSizes, 'multiplicity' | 'templates'>,
  fineTuned: number,
): number {
  return 1 - (1 - multiplicity / templates) ** fineTuned;
}

/**
 * Upper bound on the error of held-out subjects after fine-tuning on N_f of them, exp(-N_f K^2 / (2 |R|^2))
 * (arXiv 2508.00901's theorem with N_f = the paper's N_f log |R|). It is loose: hold trends to it, not values.
 */
export function extractionErrorBound(
  { multiplicity, templates }: Pick<SymbolicSizes, 'multiplicity' | 'templates'>,
  fineTuned: number,
): number {
  return Math.exp((-fineTuned * multiplicity ** 2) / (2 * templates ** 2));
}
