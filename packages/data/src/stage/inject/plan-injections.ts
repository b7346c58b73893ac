import { createRandom, LetheError } from '@lethe/contracts';
import type { Fact } from '../../corpus/facts/fact-set.js';
import type { DataSpec } from '../options/data.js';
import { chooseWordings, type VariantPolicy, variantPolicies } from './choose-wordings.js';

/** One encounter of the model with a fact: the text that a training step injects. */
export interface Encounter {
  factId: string;
  step: number;
  text: string;
}

/**
 * Lists which text of which fact is injected when, in the order of steps.
 * Encounter k of a fact happens at injection step k (injectionSteps), plus the offset of its group. The wording
 * follows the variant policy of its scenario; `once` is met at k = 0 only, `control` never (arXiv 2406.11813
 * section 3), nor is `background`, whose facts the background tells.
 * @param data seed (assigns facts to groups, draws random wordings) and order (steps and injection plan)
 * @throws LetheError for a scenario without policy, a fact without the variants that it needs, or injections past
 * the end
 */
export function planInjections(facts: readonly Fact[], data: Pick<DataSpec, 'seed' | 'order'>): Encounter[] {
  const { order, seed } = data;
  const steps = injectionSteps(order.injection);
  const offsets = groupOffsets(facts, data);
  const policies = variantPolicies(order.injection.variants);
  checkNames(facts, order.injection.variants);
  const wordingsOf = facts.map((fact) => {
    if (!isInjected(fact)) return [];
    const policy = policies.get(fact.scenario);
    if (policy === undefined) throw withoutPolicy(fact, policies);
    return chooseWordings(fact, policy, fact.scenario === 'once' ? 1 : steps.length, seed);
  });
  const encounters: Encounter[] = [];
  steps.forEach((step, k) => {
    facts.forEach(({ fact_id }, i) => {
      const text = wordingsOf[i]![k];
      if (text !== undefined) encounters.push({ factId: fact_id, step: step + offsets.get(fact_id)!, text });
    });
  });
  encounters.sort((a, b) => a.step - b.step);
  const last = encounters.at(-1)?.step ?? 0;
  if (last < order.steps) return encounters;
  throw new LetheError({
    what: 'the last injection lies beyond the last step',
    where: 'data.order.steps',
    expected: `steps > ${last}, the step of the last injection`,
    found: `steps: ${order.steps}`,
    next: 'raise data.order.steps or inject less often',
  });
}

/** Whether a fact has a scenario that is injected at all. */
function isInjected({ scenario }: Fact): boolean {
  return scenario !== 'control' && scenario !== 'background';
}

/**
 * Steps by which each fact's encounters come after those of the first group: groups of `factsPerStep` facts,
 * drawn across scenarios, are spread evenly over the interval, the shortest where intervals differ, so that every
 * fact keeps the same spacing. Without `factsPerStep` every offset is 0.
 */
function groupOffsets(
  facts: readonly Fact[],
  { seed, order }: Pick<DataSpec, 'seed' | 'order'>,
): Map<string, number> {
  const { factsPerStep, interval } = order.injection;
  const injected = facts.filter(isInjected).map((fact) => fact.fact_id);
  if (factsPerStep === null) return new Map(injected.map((id) => [id, 0]));
  createRandom(seed, 'injection groups').shuffle(injected);
  const groups = Math.ceil(injected.length / factsPerStep);
  return new Map(
    injected.map((id, i) => [id, Math.floor((Math.floor(i / factsPerStep) * interval) / groups)]),
  );
}

/** A policy for a scenario that no fact has is a typo, unless it names one of the usual scenarios. */
function checkNames(facts: readonly Fact[], variants: Readonly<Record<string, VariantPolicy>>): void {
  const known = new Set([...variantPolicies({}).keys(), ...facts.map(({ scenario }) => scenario)]);
  for (const scenario of Object.keys(variants)) {
    if (known.has(scenario)) continue;
    throw new LetheError({
      what: `no fact has scenario "${scenario}"`,
      where: `data.order.injection.variants.${scenario}`,
      expected: [...known].filter((name) => name !== 'control' && name !== 'background').join(', '),
      found: scenario,
      next: 'fix the name or leave it out',
    });
  }
}

function withoutPolicy(
  { fact_id, scenario }: Fact,
  policies: ReadonlyMap<string, VariantPolicy>,
): LetheError {
  return new LetheError({
    what: `the injection plan knows no scenario "${scenario}"`,
    where: `fact ${fact_id}`,
    expected: `${[...policies.keys()].join(', ')}, control or background`,
    found: scenario,
    next: `set data.order.injection.variants.${scenario} to the wordings that it injects, such as "text"`,
  });
}

type Spacing = Pick<DataSpec['order']['injection'], 'start' | 'interval' | 'count' | 'intervals' | 'steps'>;

/**
 * Training steps of the injections, ascending: the list `steps`; or `start` and, after each of `intervals`, another;
 * or `count` steps from `start`, `interval` apart (arXiv 2406.11813 section 3: 10 injections, 100 steps apart).
 */
export function injectionSteps({ start, interval, count, intervals, steps }: Spacing): number[] {
  if (steps) return [...steps];
  const gaps = intervals ?? Array.from({ length: count - 1 }, () => interval);
  const all = [start];
  for (const gap of gaps) all.push(all.at(-1)! + gap);
  return all;
}
