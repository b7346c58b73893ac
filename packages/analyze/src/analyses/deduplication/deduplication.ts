import { defineAnalysis } from '../../analysis/define-analysis.js';
import { papers } from '../../claims/papers.js';
import { deduplicationTable } from './deduplication-table.js';

/** What training owes to deduplication of its background, at equal tokens (arXiv 2406.11813, section 4.4, measured). */
export const deduplication = defineAnalysis({
  name: 'deduplication',
  scope: 'experiment',
  tables: { deduplication: deduplicationTable },
  claims: {
    F23m: {
      kind: 'primary',
      statement:
        'a deduplicated background generalises better at equal tokens: semantic and composition probes of all told facts (difference)',
      source: `${papers.F}, section 4.4`,
      sourceValue:
        'argued, not measured: duplicates are forgotten faster in generalisation; F23 is the same by simulation',
      words: 'a deduplicated corpus teaches more that carries over to other words',
      unit: 'nats/token',
      needs: 'arms that differ in the deduplication of their background',
      estimand:
        'mean log-probability of semantic and composition probes at the end of training net of controls, over all facts that the background tells, refilled (else collapsed) minus raw, nats/token',
      test: { above: 0 },
    },
    F23g: {
      statement: 'near-duplicates widen the gap between verbatim recall and that in other words (difference)',
      source: `${papers.F}, section 4.4`,
      sourceValue: 'argued, not measured',
      words: 'near-duplicates widen the gap between verbatim recall and recall in other words',
      unit: 'nats/token',
      needs: 'arms that differ in the deduplication of their background',
      estimand:
        'memorization minus semantic log-probability at the end of training, net of controls, raw minus refilled (else collapsed), nats/token',
      test: { above: 0 },
    },
    D1: {
      statement: 'a deduplicated background lowers the loss on held-out documents (difference)',
      source: `${papers.D}, abstract`,
      sourceValue: 'fewer train steps to the same or better accuracy',
      words: 'a deduplicated corpus lowers the loss on held-out text',
      unit: 'nats/token',
      needs: 'arms that differ in the deduplication of their background',
      estimand:
        'loss on held-out rows after the last update, refilled (else collapsed) minus raw, nats per token',
      test: { below: 0 },
    },
  },
  section: { id: 'deduplication', link: 'Deduplication', place: 'overview' },
  run: async () => (await import('./run-deduplication.js')).runDeduplication,
  report: async () => (await import('./deduplication-section.js')).deduplicationSection,
});
