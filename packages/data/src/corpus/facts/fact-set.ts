import type { Depth, facts, probes, RowOf } from '@lethe/contracts';

export type { Depth };

/** A row of the facts table. */
export type Fact = RowOf<typeof facts>;

/** A probe before it is tokenized. */
export type ProbeText = Pick<
  RowOf<typeof probes>,
  'probe_id' | 'fact_id' | 'depth' | 'prompt' | 'target' | 'answers'
> & {
  /** Whether fine-tuning may see the probe; test by default. */
  split?: 'train' | 'test';
};

/** Facts with the probes that ask for them. */
export interface FactSet {
  facts: Fact[];
  probes: ProbeText[];
}

/** A fact with its own probes. */
export interface FactWithProbes {
  fact: Fact;
  probes: ProbeText[];
}

/** Gathers facts one by one into a set. */
export function collectFacts(facts: Iterable<FactWithProbes>): FactSet {
  const set: FactSet = { facts: [], probes: [] };
  for (const { fact, probes } of facts) {
    set.facts.push(fact);
    for (const probe of probes) set.probes.push(probe);
  }
  return set;
}

/** Builds a probe; its id is unique where fact, depth and number are. */
export function createProbe(
  factId: string,
  depth: Depth,
  number: number,
  prompt: string,
  target: string,
): ProbeText {
  // A generated answer counts without the full stop that some targets carry.
  const answers = [...new Set([target, target.replace(/\.$/, '')])];
  return { probe_id: `${factId}/${depth}-${number}`, fact_id: factId, depth, prompt, target, answers };
}
