import type { facts, probes, RowOf } from '@lethe/contracts';

/** A row of the facts table. */
export type Fact = RowOf<typeof facts>;

/** A probe before it is tokenized. */
export type ProbeText = Pick<
  RowOf<typeof probes>,
  'probe_id' | 'fact_id' | 'depth' | 'prompt' | 'target' | 'answers'
>;

/** Facts with the probes that ask for them. */
export interface FactSet {
  facts: Fact[];
  probes: ProbeText[];
}

/** How deep a probe asks (arXiv 2406.11813 section 3). */
export type Depth = 'memorization' | 'semantic' | 'composition';

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
