import { number, range, type Section, share } from '../../corpus/statistics/format-sections.js';
import type { DataStageStatistics } from './describe-data-stage.js';

/** Statistics of a data stage as sections of text. */
export function dataStageSections(statistics: DataStageStatistics): Section[] {
  const { scenarios, depths, order, sequences, evaluationRows } = statistics;
  const sections: Section[] = [
    {
      title: titleOf(statistics),
      rows: [
        [
          'documents of background',
          statistics.documents === null ? 'no table' : number(statistics.documents),
        ],
        [
          'rows of sequences',
          sequences ? `${number(sequences.rows)} of ${number(sequences.length)} tokens` : 'no table',
        ],
        ...(evaluationRows === null ? [] : [['rows to evaluate on', number(evaluationRows)]]),
        ['facts', number(statistics.facts)],
        ['probes', number(statistics.probes)],
      ],
    },
  ];
  if (scenarios.length > 0) {
    sections.push({
      title: 'Facts; ranges as min / mean / max of a fact',
      columns: ['facts', 'wordings', ...(order ? ['encounters', 'steps between', 'tokens in all'] : [])],
      rows: scenarios.map(({ scenario, facts, wordings, encounters, spacing, injectedTokens }) => [
        scenario,
        number(facts),
        range(wordings),
        ...(encounters ? [range(encounters), spacing ? range(spacing) : '-', number(injectedTokens!)] : []),
      ]),
    });
  }
  if (depths.length > 0) {
    sections.push({
      title: 'Probes',
      columns: ['probes', 'to train on', 'prompt tokens', 'target tokens', 'clean seam'],
      rows: depths.map(({ depth, probes, train, promptTokens, targetTokens, seamMatches }) => [
        depth,
        number(probes),
        number(train),
        range(promptTokens),
        range(targetTokens),
        share(seamMatches),
      ]),
    });
  }
  if (order) {
    const injected = Object.entries(order.placements).filter(([placement]) => placement !== 'none');
    sections.push({
      title: 'Order',
      rows: [
        ['steps', number(order.steps)],
        ['rows of a step', order.batchSize === null ? 'not all as many' : number(order.batchSize)],
        ['facts injected', number(order.factsInjected)],
        ['encounters', number(order.encounters)],
        ['rows with an injection', share(order.injectedRows)],
        ['tokens injected', share(order.injectedTokens)],
        ...injected.map(([placement, rows]) => [`rows by ${placement}`, number(rows)]),
        [
          'steps of injections',
          order.firstInjection === null ? 'none' : `${order.firstInjection} to ${order.lastInjection}`,
        ],
      ],
    });
  }
  return sections;
}

/** Directories without an order, such as those of worlds, have no manifest when they are finished either. */
function titleOf({ finished, order, sequences }: DataStageStatistics): string {
  if (finished) return 'Data stage';
  return order || sequences
    ? 'Data stage: not finished, it has no manifest.json'
    : 'Facts and probes, without an order of training';
}
