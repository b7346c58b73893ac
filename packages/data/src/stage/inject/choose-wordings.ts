import { createRandom, LetheError } from '@lethe/contracts';
import type { Fact } from '../../corpus/facts/fact-set.js';
import type { DataSpec } from '../options/data.js';
import { isInjected } from '../options/scenario-plans.js';

/** How the wording of a fact is chosen at each of its injections; see `data.order.injection.variants`. */
export type VariantPolicy = DataSpec['order']['injection']['variants'][string];

const usual: Record<string, VariantPolicy> = {
  duplication: 'text',
  paraphrase: 'text-first',
  once: 'text',
};

/**
 * The policy of every scenario that is injected: the usual ones, the text for those that have their own plan, and what
 * `variants` says about these and others.
 */
export function variantPolicies({
  variants,
  scenarios = {},
}: Pick<DataSpec['order']['injection'], 'variants' | 'scenarios'>): Map<string, VariantPolicy> {
  const planned = Object.keys(scenarios).filter((scenario) => isInjected({ scenarios }, scenario));
  const policies = new Map<string, VariantPolicy>(planned.map((scenario) => [scenario, 'text']));
  for (const [scenario, policy] of Object.entries({ ...usual, ...variants })) policies.set(scenario, policy);
  return policies;
}

/**
 * The wordings of a fact at its injections, first to last. They depend on the fact itself, its policy and the
 * seed, never on other facts.
 * @throws LetheError when the policy asks for variants and the fact has none
 */
export function chooseWordings(
  fact: Fact,
  policy: VariantPolicy,
  injections: number,
  seed: number,
): string[] {
  const { fact_id, text, variants } = fact;
  if (policy !== 'text' && variants.length === 0) {
    throw new LetheError({
      what: `scenario ${fact.scenario} injects other wordings (${policy}), but this fact has none`,
      where: `fact ${fact_id}`,
      expected: 'at least one variant',
      found: 'no variants',
      next: `give it variants or another scenario, or set data.order.injection.variants.${fact.scenario} to text`,
    });
  }
  const wordings = [text, ...variants];
  const random = createRandom(seed, `data/injection/wordings/${fact_id}`);
  const choose: Record<VariantPolicy, (k: number) => string> = {
    text: () => text,
    'text-first': (k) => (k === 0 ? text : variants[(k - 1) % variants.length]!),
    cycle: (k) => wordings[k % wordings.length]!,
    'variants-only': (k) => variants[k % variants.length]!,
    random: () => random.pick(wordings),
  };
  return Array.from({ length: injections }, (_, k) => choose[policy](k));
}
