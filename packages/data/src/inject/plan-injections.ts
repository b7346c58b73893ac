import { createRandom, type DataSpec, LetheError, type Scenario } from '@lethe/contracts';
import type { Fact } from '../fact-set.js';

/** One encounter of the model with a fact: the text that a training step injects. */
export interface Encounter {
  factId: string;
  step: number;
  text: string;
}

/**
 * Lists which text of which fact is injected when, in the order of steps.
 * Encounter k of a fact happens at step start + k x interval, plus the offset of its group: `duplication` injects
 * the text every time, `paraphrase` the text first and then one variant after the other, `once` the text at
 * k = 0 only, `control` nothing (arXiv 2406.11813 section 3).
 * @param data seed (assigns facts to groups) and order (steps and injection plan)
 * @throws LetheError for an unknown scenario, a paraphrase fact without variants, or injections past the end
 */
export function planInjections(facts: readonly Fact[], data: Pick<DataSpec, 'seed' | 'order'>): Encounter[] {
  const { order } = data;
  const { start, interval, count } = order.injection;
  const offsets = groupOffsets(facts, data);
  const encounters: Encounter[] = [];
  for (let k = 0; k < count; k++) {
    for (const fact of facts) {
      const text = textOfInjection(fact, k);
      if (text === undefined) continue;
      encounters.push({
        factId: fact.fact_id,
        step: start + k * interval + offsets.get(fact.fact_id)!,
        text,
      });
    }
  }
  encounters.sort((a, b) => a.step - b.step);
  const last = encounters.at(-1)?.step ?? 0;
  if (last < order.steps) return encounters;
  throw new LetheError({
    what: 'the last injection lies beyond the last step',
    where: 'data.order',
    expected: `steps > ${last}, the step of the last injection`,
    found: `steps: ${order.steps}`,
    next: 'raise data.order.steps or inject less often',
  });
}

/**
 * Steps by which each fact's encounters come after those of the first group: groups of `factsPerStep` facts,
 * drawn across scenarios, are spread evenly over the interval. Without `factsPerStep` every offset is 0.
 */
function groupOffsets(
  facts: readonly Fact[],
  { seed, order }: Pick<DataSpec, 'seed' | 'order'>,
): Map<string, number> {
  const { factsPerStep, interval } = order.injection;
  const injected = facts.filter((fact) => fact.scenario !== 'control').map((fact) => fact.fact_id);
  if (factsPerStep === null) return new Map(injected.map((id) => [id, 0]));
  createRandom(seed, 'injection groups').shuffle(injected);
  const groups = Math.ceil(injected.length / factsPerStep);
  return new Map(
    injected.map((id, i) => [id, Math.floor((Math.floor(i / factsPerStep) * interval) / groups)]),
  );
}

function textOfInjection(fact: Fact, k: number): string | undefined {
  switch (fact.scenario as Scenario) {
    case 'duplication':
      return fact.text;
    case 'paraphrase':
      if (fact.variants.length === 0) {
        throw new LetheError({
          what: 'a paraphrase fact has no other wordings',
          where: `fact ${fact.fact_id}`,
          expected: 'at least one variant',
          next: 'give it variants or another scenario',
        });
      }
      return k === 0 ? fact.text : fact.variants[(k - 1) % fact.variants.length]!;
    case 'once':
      return k === 0 ? fact.text : undefined;
    case 'control':
      return undefined;
    default:
      throw new LetheError({
        what: `the injection plan knows no scenario "${fact.scenario}"`,
        where: `fact ${fact.fact_id}`,
        expected: 'duplication, paraphrase, once or control',
      });
  }
}
