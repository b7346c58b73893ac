import type { facts, order, probes, RowOf } from '@lethe/contracts';
import { PASSAGES, PROBES_PER_DEPTH, targetKeys } from './log-records.js';

/** How the published runs injected their passages (arXiv 2406.11813, 3.2). */
export interface PublishedSchedule {
  /** Steps from one injection to the next. */
  interval: number;
  /** Injections of every passage of duplication and paraphrase. */
  count: number;
}

/** Passages by their number in the data set: the first of each condition. */
const conditions = [
  { condition: 'paraphrase', from: 0 },
  { condition: 'duplication', from: 40 },
  { condition: 'once', from: 80 },
  { condition: 'control', from: 120 },
] as const;

const conditionOf = (passage: number): string =>
  conditions.findLast(({ from }) => passage >= from)!.condition;
const factId = (passage: number): string => `passage-${passage}`;

/** The 130 passages; the log has no texts. */
export function publishedFacts(): RowOf<typeof facts>[] {
  return Array.from({ length: PASSAGES }, (_, passage) => ({
    fact_id: factId(passage),
    scenario: conditionOf(passage),
    text: '',
    variants: [],
    subject: null,
    relation: null,
    object: null,
    popularity: null,
  }));
}

/** Probes in the order of a record: depth, passage, number. */
export function publishedProbes(): RowOf<typeof probes>[] {
  return Object.entries(targetKeys).flatMap(([depth, key]) =>
    Array.from({ length: PASSAGES * PROBES_PER_DEPTH }, (_, i) => {
      const passage = Math.floor(i / PROBES_PER_DEPTH);
      return {
        probe_id: `${key.replace('_target', '')}-${passage}-${i % PROBES_PER_DEPTH}`,
        fact_id: factId(passage),
        depth,
        prompt: '',
        target: '',
        answers: [],
        prompt_tokens: [],
        target_tokens: [],
        token_boundary: true,
        split: 'test',
      };
    }),
  );
}

/**
 * The rows of the order from step `from` to `to` - 1, one per step with the passages that it injects; how they lay in
 * the batch is not known.
 */
export function publishedOrder(
  from: number,
  to: number,
  { interval, count }: PublishedSchedule,
): RowOf<typeof order>[] {
  const passages = Array.from({ length: PASSAGES }, (_, passage) => passage);
  return Array.from({ length: to - from }, (_, i) => {
    const step = from + i;
    const injection = step % interval === 0 && step / interval < count ? step / interval : -1;
    const injected = passages.filter((passage) => {
      const condition = injection < 0 ? 'control' : conditionOf(passage);
      return condition !== 'control' && (injection === 0 || condition !== 'once');
    });
    const ids = injected.map(factId);
    return {
      step,
      row: 0,
      sequence: 0,
      fact_ids: ids,
      placement: ids.length > 0 ? 'prepend' : 'none',
      positions: ids.map(() => 0),
      lengths: ids.map(() => 0),
      injected_tokens: [],
    };
  });
}
