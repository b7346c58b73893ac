import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  corpus,
  evaluationSequences,
  facts,
  LetheError,
  MANIFEST_FILE,
  order,
  probes,
  readBatches,
  sequences,
  type TableDefinition,
  tableFiles,
} from '@lethe/contracts';
import { number, range, type Section, share } from '../../corpus/statistics/format-sections.js';
import { type Range, rangeOf, type Share } from '../../corpus/statistics/quantiles.js';
import type { SeenPart } from '../run/measure-background.js';
import { countTold } from './count-told.js';
import { backgroundSection, multiplicitySections, readSeenParts } from './describe-background.js';
import { describeOrder, type OrderStatistics } from './describe-order.js';
import { describeScenarios, type ScenarioStatistics, scenarioSection } from './describe-scenarios.js';

/** Probes of one depth. */
interface ProbeDepthStatistics {
  depth: string;
  probes: number;
  train: number;
  promptTokens: Range;
  targetTokens: Range;
  tokenBoundary: Share;
}

/** What a data stage wrote. */
export interface DataStageStatistics {
  kind: 'data-stage';
  /** Whether it has its manifest, which a stage writes last. */
  finished: boolean;
  documents: number | null;
  /** What training sees of each source of a background of several; null for one, and until the stage is finished. */
  background: SeenPart[] | null;
  facts: number;
  scenarios: ScenarioStatistics[];
  probes: number;
  depths: ProbeDepthStatistics[];
  sequences: { rows: number; length: number } | null;
  /** Rows that training never sees. */
  evaluationRows: number | null;
  order: OrderStatistics | null;
}

/**
 * Measures the directory of a data stage, or of anything else that writes facts and probes; tables that are not
 * there are null or left out. The order is read batch by batch.
 * @throws LetheError when it is not a directory or a table breaks its contract; signal.reason when aborted
 */
export async function describeDataStage(
  directory: string,
  signal?: AbortSignal,
): Promise<DataStageStatistics> {
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) {
    throw new LetheError({
      what: 'this is not the directory of a data stage',
      where: directory,
      expected: 'a directory with facts, probes, sequences or order',
      found: existsSync(directory) ? 'a file' : 'nothing',
    });
  }
  const has = (table: TableDefinition): boolean => tableFiles(directory, table).length > 0;
  let packed: DataStageStatistics['sequences'] = null;
  if (has(sequences)) {
    packed = { rows: 0, length: 0 };
    for await (const batch of readBatches(directory, sequences)) {
      signal?.throwIfAborted();
      packed = { rows: packed.rows + batch.length, length: batch.listSize('tokens') };
    }
  }
  const found = has(order) ? await describeOrder(directory, packed?.length ?? 0, signal) : undefined;
  const scenarios = has(facts)
    ? await describeScenarios(directory, has(probes), {
        encounters: found?.encounters,
        told: await countTold(directory),
      })
    : [];
  const depths = has(probes) ? await describeDepths(directory) : [];
  return {
    kind: 'data-stage',
    finished: existsSync(join(directory, MANIFEST_FILE)),
    documents: has(corpus) ? await countRows(directory, corpus, signal) : null,
    background: readSeenParts(directory),
    facts: scenarios.reduce((sum, scenario) => sum + scenario.facts, 0),
    scenarios,
    probes: depths.reduce((sum, depth) => sum + depth.probes, 0),
    depths,
    sequences: packed,
    evaluationRows: has(evaluationSequences) ? await countRows(directory, evaluationSequences, signal) : null,
    order: found?.statistics ?? null,
  };
}

async function countRows(
  directory: string,
  table: TableDefinition,
  signal: AbortSignal | undefined,
): Promise<number> {
  let rows = 0;
  for await (const batch of readBatches(directory, table)) {
    signal?.throwIfAborted();
    rows += batch.length;
  }
  return rows;
}

async function describeDepths(directory: string): Promise<ProbeDepthStatistics[]> {
  const byDepth = new Map<
    string,
    { prompts: number[]; targets: number[]; train: number; boundaries: number }
  >();
  for await (const batch of readBatches(directory, probes)) {
    const splits = batch.strings('split');
    const boundaries = batch.booleans('token_boundary');
    const prompts = batch.numberLists('prompt_tokens').offsets;
    const targets = batch.numberLists('target_tokens').offsets;
    for (const [i, depth] of batch.strings('depth').entries()) {
      const found = byDepth.get(depth) ?? { prompts: [], targets: [], train: 0, boundaries: 0 };
      byDepth.set(depth, found);
      found.prompts.push(prompts[i + 1]! - prompts[i]!);
      found.targets.push(targets[i + 1]! - targets[i]!);
      if (splits[i] === 'train') found.train++;
      if (boundaries[i]) found.boundaries++;
    }
  }
  return [...byDepth].map(([depth, { prompts, targets, train, boundaries }]) => ({
    depth,
    probes: prompts.length,
    train,
    promptTokens: rangeOf(prompts),
    targetTokens: rangeOf(targets),
    tokenBoundary: { count: boundaries, of: prompts.length },
  }));
}

/** Statistics of a data stage as sections of text. */
export function dataStageSections(statistics: DataStageStatistics): Section[] {
  const { scenarios, depths, order, sequences, evaluationRows, background } = statistics;
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
  if (background) sections.push(backgroundSection(background), ...multiplicitySections(background));
  if (scenarios.length > 0) sections.push(scenarioSection(scenarios));
  if (depths.length > 0) {
    sections.push({
      title: 'Probes',
      columns: ['probes', 'to train on', 'prompt tokens', 'target tokens', 'token boundary'],
      rows: depths.map(({ depth, probes, train, promptTokens, targetTokens, tokenBoundary }) => [
        depth,
        number(probes),
        number(train),
        range(promptTokens),
        range(targetTokens),
        share(tokenBoundary),
      ]),
    });
  }
  if (order) {
    const injected = Object.entries(order.placements).filter(([placement]) => placement !== 'none');
    sections.push({
      title: 'Order',
      rows: [
        ['steps', number(order.steps)],
        ['rows of a step', order.batchSize === null ? 'varies' : number(order.batchSize)],
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
