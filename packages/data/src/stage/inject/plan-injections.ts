import { createRandom, LetheError } from '@lethe/contracts';
import type { Fact } from '../../corpus/facts/fact-set.js';
import { usualScenarios } from '../../corpus/facts/scenario-counts.js';
import type { DataSpec } from '../options/data.js';
import { isInjected, spacingOf } from '../options/scenario-plans.js';
import { injectionSteps } from '../options/spacing.js';
import { chooseWordings, type VariantPolicy, variantPolicies } from './choose-wordings.js';

/** One encounter of the model with a fact: the text that a training step injects. */
export interface Encounter {
  factId: string;
  step: number;
  text: string;
}

/**
 * Lists which text of which fact is injected when, in the order of steps.
 * Encounter k of a fact happens at injection step k of its scenario (spacingOf), plus the offset of its group. The
 * wording follows the variant policy of its scenario; `once` is met at k = 0 only, `control` never (arXiv 2406.11813
 * section 3), nor are `background` and scenarios that are told, whose facts the background tells.
 * @param data seed (assigns facts to groups, draws random wordings) and order (steps and injection plan)
 * @throws LetheError for a scenario without policy, a fact without the variants that it needs, or injections past
 * the end
 */
export function planInjections(facts: readonly Fact[], data: Pick<DataSpec, 'seed' | 'order'>): Encounter[] {
  const { order, seed } = data;
  const { injection } = order;
  const offsets = groupOffsets(facts, data);
  const policies = variantPolicies(injection);
  checkNames(facts, injection);
  const planOf = facts.map((fact) => {
    const { scenario } = fact;
    if (!isInjected(injection, scenario)) return { steps: [], wordings: [] };
    const policy = policies.get(scenario);
    if (policy === undefined) throw withoutPolicy(fact, policies);
    const steps = injectionSteps(spacingOf(injection, scenario));
    return { steps, wordings: chooseWordings(fact, policy, scenario === 'once' ? 1 : steps.length, seed) };
  });
  const encounters: Encounter[] = [];
  const most = planOf.reduce((count, { wordings }) => Math.max(count, wordings.length), 0);
  for (let k = 0; k < most; k++) {
    facts.forEach(({ fact_id }, i) => {
      const { steps, wordings } = planOf[i]!;
      const text = wordings[k];
      if (text !== undefined)
        encounters.push({ factId: fact_id, step: steps[k]! + offsets.get(fact_id)!, text });
    });
  }
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

/**
 * Steps by which each fact's encounters come after those of the first group: groups of `factsPerStep` facts,
 * drawn across scenarios, are spread evenly over the spread of their plan, by default its shortest interval, so that
 * every fact keeps its spacing. Without `factsPerStep` every offset is 0.
 */
function groupOffsets(
  facts: readonly Fact[],
  { seed, order: { injection } }: Pick<DataSpec, 'seed' | 'order'>,
): Map<string, number> {
  const { factsPerStep } = injection;
  const injected = facts.filter(({ scenario }) => isInjected(injection, scenario));
  if (factsPerStep === null) return new Map(injected.map(({ fact_id }) => [fact_id, 0]));
  createRandom(seed, 'injection groups').shuffle(injected);
  const groups = Math.ceil(injected.length / factsPerStep);
  return new Map(
    injected.map(({ fact_id, scenario }, i) => {
      const { spread, interval } = spacingOf(injection, scenario);
      return [fact_id, Math.floor((Math.floor(i / factsPerStep) * (spread ?? interval)) / groups)];
    }),
  );
}

/** A name for a scenario that no fact has is a typo, unless it is one of the usual scenarios. */
function checkNames(
  facts: readonly Fact[],
  { variants, scenarios = {} }: Pick<DataSpec['order']['injection'], 'variants' | 'scenarios'>,
): void {
  const known = new Set<string>([...usualScenarios, ...facts.map(({ scenario }) => scenario)]);
  for (const [option, named] of Object.entries({ variants, scenarios })) {
    const unknown = Object.keys(named).find((scenario) => !known.has(scenario));
    if (unknown === undefined) continue;
    throw new LetheError({
      what: `no fact has scenario "${unknown}"`,
      where: `data.order.injection.${option}.${unknown}`,
      expected: [...known].filter((name) => name !== 'control' && name !== 'background').join(', '),
      found: unknown,
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
    next: `give it a plan in data.order.injection.scenarios.${scenario}, or set data.order.injection.variants.${scenario} to the wordings that it injects, such as "text"`,
  });
}
