import type { facts, order, probes, RowOf } from '@lethe/contracts';

/** A fact without variants, relation, object or popularity. */
export const factRow = (fact_id: string, scenario: string, text: string): RowOf<typeof facts> => ({
  ...{ fact_id, scenario, text, variants: [], subject: fact_id },
  ...{ relation: null, object: null, popularity: null },
});

/** A probe with a clean token boundary; what it asks in words does not matter. */
export const probeRow = (
  probe_id: string,
  fact_id: string,
  depth: string,
  prompt_tokens: number[],
  target_tokens: number[],
): RowOf<typeof probes> => ({
  ...{ probe_id, fact_id, depth, prompt_tokens, target_tokens, token_boundary: true, split: 'test' },
  ...{ prompt: `The founder of the ${fact_id} observatory was`, target: 'Maro Venn', answers: ['Maro Venn'] },
});

/** A row of a batch, with texts injected at its beginning, if any. */
export const orderRow = (
  place: { step: number; row: number; sequence: number },
  injected: readonly { fact: string; tokens: readonly number[] }[],
): RowOf<typeof order> => ({
  ...place,
  fact_ids: injected.map(({ fact }) => fact),
  placement: injected.length > 0 ? 'prepend' : 'none',
  positions: injected.map(() => 0),
  lengths: injected.map(({ tokens }) => tokens.length),
  injected_tokens: injected.flatMap(({ tokens }) => tokens),
});
