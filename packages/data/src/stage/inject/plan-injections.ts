import { createRandom, LetheError } from '@lethe/contracts';
import type { Fact } from '../../corpus/facts/fact-set.js';
import { usualScenarios } from '../../corpus/facts/scenario-counts.js';
import type { DataSpec } from '../options/data.js';
import { isInjected, spacingOf } from '../options/scenario-plans.js';
import { injectionSteps, isDrawn, type ListedSpacing, type ResolvedSpacing } from '../options/spacing.js';
import { chooseWordings, type VariantPolicy, variantPolicies } from './choose-wordings.js';
import { type DrawnFact, drawSteps } from './draw-steps.js';

/** One encounter of the model with a fact: the text that a training step injects. */
export interface Encounter {
  factId: string;
  step: number;
  text: string;
}

/**
 * Lists which text of which fact is injected when, in the order of steps.
 * Encounter k of a fact happens at injection step k of its scenario (spacingOf), plus the offset of its group, or, where
 * the plan of its scenario is a window, at the step number k of those that are drawn for the fact (drawSteps). The
 * wording follows the variant policy of its scenario; `once` is met at k = 0 only, `control` never (arXiv 2406.11813
 * section 3), nor are `background` and scenarios that are told, whose facts the background tells.
 * @param data seed (assigns facts to groups, draws steps and random wordings) and order (steps and injection plan)
 * @throws LetheError for a scenario without policy, a fact without the variants that it needs, injections past the end,
 * or a window whose steps have no rows left
 */
export function planInjections(facts: readonly Fact[], data: Pick<DataSpec, 'seed' | 'order'>): Encounter[] {
  const { order, seed } = data;
  const { injection } = order;
  const policies = variantPolicies(injection);
  checkNames(facts, injection);
  const planned = facts.flatMap((fact): PlannedFact[] => {
    const { scenario } = fact;
    if (!isInjected(injection, scenario)) return [];
    const policy = policies.get(scenario);
    if (policy === undefined) throw withoutPolicy(fact, policies);
    return [{ fact, policy, spacing: spacingOf(injection, scenario) }];
  });
  const steps = stepsOfFacts(planned, data);
  const encounters = planned.flatMap(({ fact, policy }) => {
    const own = steps.get(fact.fact_id)!;
    const wordings = chooseWordings(fact, policy, own.length, seed);
    return own.map((step, k) => ({ k, encounter: { factId: fact.fact_id, step, text: wordings[k]! } }));
  });
  return encounters
    .sort((a, b) => a.encounter.step - b.encounter.step || a.k - b.k)
    .map(({ encounter }) => encounter);
}

/** A fact that is injected, in which words and when. */
interface PlannedFact {
  fact: Fact;
  policy: VariantPolicy;
  spacing: ResolvedSpacing;
}

/** The steps of every fact, ascending. */
function stepsOfFacts(
  planned: readonly PlannedFact[],
  { seed, order }: Pick<DataSpec, 'seed' | 'order'>,
): Map<string, number[]> {
  const listed: ListedFact[] = [];
  const drawn: DrawnFact[] = [];
  for (const { fact, spacing } of planned) {
    const id = fact.fact_id;
    if (isDrawn(spacing)) drawn.push({ id, spacing });
    else listed.push({ id, spacing, once: fact.scenario === 'once' });
  }
  const offsets = groupOffsets(listed, seed, order.injection.factsPerStep);
  const steps = new Map(
    listed.map(({ id, spacing, once }) => {
      const all = injectionSteps(spacing).map((step) => step + offsets.get(id)!);
      return [id, once ? all.slice(0, 1) : all];
    }),
  );
  checkEnd(steps, order.steps);
  if (drawn.length === 0) return steps;
  const texts = new Int32Array(order.steps);
  for (const own of steps.values()) for (const step of own) texts[step]!++;
  for (const [id, own] of drawSteps(drawn, seed, texts, order.batchSize)) steps.set(id, own);
  return steps;
}

function checkEnd(stepsOf: ReadonlyMap<string, readonly number[]>, steps: number): void {
  let last = 0;
  for (const own of stepsOf.values()) last = Math.max(last, own.at(-1)!);
  if (last < steps) return;
  throw new LetheError({
    what: 'the last injection lies beyond the last step',
    where: 'data.order.steps',
    expected: `steps > ${last}, the step of the last injection`,
    found: `steps: ${steps}`,
    next: 'raise data.order.steps or inject less often',
  });
}

/** A fact that is injected at the steps of its scenario. */
interface ListedFact {
  id: string;
  spacing: ListedSpacing;
  once: boolean;
}

/**
 * Steps by which each fact's encounters come after those of the first group: groups of `factsPerStep` facts,
 * drawn across scenarios, are spread evenly over the spread of their plan, by default its shortest interval, so that
 * every fact keeps its spacing. Without `factsPerStep` every offset is 0.
 */
function groupOffsets(
  facts: readonly ListedFact[],
  seed: number,
  factsPerStep: number | null,
): Map<string, number> {
  if (factsPerStep === null) return new Map(facts.map(({ id }) => [id, 0]));
  const inTurn = createRandom(seed, 'injection groups').shuffle([...facts]);
  const groups = Math.ceil(inTurn.length / factsPerStep);
  return new Map(
    inTurn.map(({ id, spacing: { spread, interval } }, i) => [
      id,
      Math.floor((Math.floor(i / factsPerStep) * (spread ?? interval)) / groups),
    ]),
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
