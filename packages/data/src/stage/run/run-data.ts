import {
  corpus,
  facts as factsTable,
  passages as passagesTable,
  plannedInjections,
  probes as probesTable,
  type StageContext,
  type StageResult,
  sequences,
} from '@lethe/contracts';
import { writeInBatches } from '../../corpus/documents/write-corpus.js';
import type { Fact, ProbeText } from '../../corpus/facts/fact-set.js';
import { trackProgress } from '../../progress/track-progress.js';
import { type InjectionPlan, injectIntoSteps } from '../inject/inject-into-rows.js';
import { planInjections } from '../inject/plan-injections.js';
import { writeOrder } from '../inject/write-order.js';
import { formatMultiplicity } from '../multiplicity/multiplicity-record.js';
import type { DataSpec } from '../options/data.js';
import { firstPlace } from '../options/order-origin.js';
import { lossOfDocuments } from '../pack/document-loss.js';
import { packDocuments } from '../pack/pack-documents.js';
import type { BackgroundPart } from '../sources/background/background-parts.js';
import { makeTokenizer } from '../sources/tokenizer/tokenizer-types.js';
import { tokenizePassages } from '../tokenize/tokenize-passages.js';
import { tokenizeProbes } from '../tokenize/tokenize-probes.js';
import { type ToldSummary, writeBackgroundEncounters } from '../told/write-background-encounters.js';
import { choosePassages } from './choose-passages.js';
import { questionsBeside } from './choose-probed.js';
import { loadFacts, vocabularyOf } from './load-facts.js';
import { formatSeenPart, measureBackground } from './measure-background.js';
import { openEvaluation, openTrainedBackground, writeEvaluation } from './open-evaluation.js';
import { openTokenizerTexts } from './open-tokenizer-texts.js';
import { countDocuments, writeParts } from './write-parts.js';

/** Options of the data stage. */
export interface DataStage {
  config: DataSpec;
  /** Directory of experiment.json: relative paths in the config begin there. */
  baseDirectory: string;
}

/**
 * The data stage: facts, probes and background become the tables corpus, facts, probes, passages, sequences and order,
 * and tokenizer.json. The result depends only on the config and the files that it names. The background is read as
 * a stream and may be larger than memory; facts, probes and injected texts are held.
 * @returns of a background of several sources, or of one that is multiplied or deduplicated, what training sees of each
 * (`summary.background`)
 * @throws LetheError on mistakes in the config or the files; signal.reason when aborted
 */
export async function runData(
  { config, baseDirectory }: DataStage,
  context: StageContext,
): Promise<StageResult | undefined> {
  const { out, log, signal } = context;
  const phase = (line: string): void => {
    log(line);
    signal.throwIfAborted();
  };

  const { facts, probes, probed } = await loadFacts(config, baseDirectory, context);
  const encounters = planInjections(facts, config);
  const carriedOut = config.order.injection.placement !== 'none';
  writeInBatches(out, factsTable, facts);
  if (!carriedOut) {
    const planned = encounters.map(({ step, factId }) => ({ step, fact_id: factId }));
    writeInBatches(out, plannedInjections, planned);
  }
  phase(
    `facts: ${facts.length} (${countScenarios(facts)}), ${probed.length} probes${ofFacts(probed, probes)}`,
  );

  // Opened before the tokenizer is, which may read it in silence: what is downloaded is reported here.
  const parts = await openTrainedBackground(config, baseDirectory, context, { facts, probes });
  const symbols = await vocabularyOf(config.facts);
  const maker = await makeTokenizer(config.tokenizer, {
    ...{ baseDirectory, log, signal, symbols },
    seed: parts.some(({ record }) => record) ? undefined : config.seed,
    textsOf: (seed) => openTokenizerTexts({ ...config, seed }, baseDirectory, context),
  });
  const reading = trackProgress({ what: 'background', unit: 'documents' }, context);
  const documentsOf = await writeParts(out, parts, async (batch) => {
    maker.add?.(batch);
    await reading(batch.length);
  });
  const documents = sum(documentsOf);
  const records = parts.map(({ record }) => record?.());
  records.forEach((record, i) => {
    for (const line of record ? formatMultiplicity(parts[i]!.name, record) : []) log(line);
  });
  phase(`background: ${count(documents)} documents${countDocuments(parts, documentsOf)}`);

  const tokenizer = maker.finish(facts, out);
  phase(`tokenizer: ${config.tokenizer.type}, ${count(tokenizer.vocabSize)} tokens`);

  const tokenizedProbes = tokenizeProbes(probed, tokenizer);
  writeInBatches(out, probesTable, tokenizedProbes);
  const texts = choosePassages(facts, probed, config.order.injection);
  writeInBatches(out, passagesTable, tokenizePassages(texts, tokenizer));
  const withoutBoundary = tokenizedProbes.filter((probe) => !probe.token_boundary).length;
  if (withoutBoundary > 0)
    log(
      `probes: ${withoutBoundary} of ${probed.length} have no token boundary between prompt and target: encoded together they have other tokens than apart`,
    );
  signal.throwIfAborted();

  const questions = tokenizeProbes(questionsBeside(probed, probes), tokenizer);
  const lossOf = ({ source }: BackgroundPart) =>
    lossOfDocuments({ facts: config.facts, source }, [...tokenizedProbes, ...questions]);
  const evaluation = await openEvaluation(config, baseDirectory, context, { facts, probes });
  if (evaluation) {
    const rows = await writeEvaluation(evaluation, config, { tokenizer, lossOf }, context);
    phase(`evaluation: ${count(rows)} rows that training does not see`);
  }

  // Planned before the long work on the background, since it can fail.
  const plan = injectIntoSteps(encounters, tokenizer, config);
  const packed = parts.map((part, i) => ({ ...part, ...lossOf(part), documents: documentsOf[i]! }));
  const tables = { from: corpus, to: sequences, rows: 'one-after-another' } as const;
  const { rows, sizes } = await packDocuments(
    { ...tables, parts: packed, purpose: 'data/pack/documents', name: '' },
    config,
    tokenizer,
    context,
  );
  const leftOver = sum(sizes.map((size) => size.leftOver));
  phase(
    `sequences: ${count(rows)} rows of ${config.sequenceLength} tokens (${count(rows * config.sequenceLength)} in all), ${config.packing === 'packed' ? `${leftOver} tokens left over` : 'a document in each'}`,
  );

  const partRows = parts.map(({ name, share }, i) => ({
    ...{ name, share, documents: documentsOf[i]!, rows: sizes[i]!.rows },
    firstRow: sum(sizes.slice(0, i).map((size) => size.rows)),
  }));
  const { steps, batchSize } = config.order;
  const ordering = trackProgress({ what: 'order', unit: 'steps', total: steps }, context);
  const summary = await writeOrder(out, config, partRows, plan, ordering);
  const before = firstPlace(config.order);
  log(
    `order: ${count(steps)} steps of ${batchSize} rows, ${summary.epochs.toFixed(2)} epochs of background${before > 0 ? `, behind the ${count(before)} rows of a training before it` : ''}`,
  );
  log(
    carriedOut
      ? `injections: ${encounters.length} encounters, ${count(summary.injectedTokens)} tokens in ${summary.injectedRows} rows${describeSplits(plan)}`
      : `injections: none; a twin of runs with these ${encounters.length} encounters`,
  );
  const told = await writeBackgroundEncounters(
    { facts, probes: probed },
    documents,
    tokenizer,
    config,
    context,
  );
  if (told) log(describeTold(told));
  if (parts.length === 1 && !records[0]) return undefined;
  const [first, last] = [encounters[0]?.step, encounters.at(-1)?.step];
  const span = first === undefined ? undefined : { first, last: last! };
  const seen = await measureBackground(out, partRows, span);
  for (const part of seen) log(formatSeenPart(part));
  const background = seen.map((part, i) => (records[i] ? { ...part, multiplicity: records[i] } : part));
  return { summary: { background } };
}

function ofFacts(probed: readonly ProbeText[], probes: readonly ProbeText[]): string {
  if (probed.length === probes.length) return '';
  return ` of ${new Set(probed.map(({ fact_id }) => fact_id)).size} of them`;
}

function describeSplits(plan: InjectionPlan): string {
  let most = 1;
  for (const rows of plan.values()) {
    const pieces = new Map<string, number>();
    for (const { factIds } of rows.values()) {
      for (const id of factIds) pieces.set(id, (pieces.get(id) ?? 0) + 1);
    }
    most = Math.max(most, ...pieces.values());
  }
  return most === 1 ? '' : `; the longest text is split over ${most} rows of its step`;
}

function describeTold({ facts, encounters, untold }: ToldSummary): string {
  const rest = untold === 0 ? '' : `; ${count(untold)} facts of scenarios that are told are never met`;
  return `background: ${count(encounters)} encounters with ${count(facts)} facts that it tells${rest}`;
}

function countScenarios(facts: readonly Fact[]): string {
  const counts = new Map<string, number>();
  for (const { scenario } of facts) counts.set(scenario, (counts.get(scenario) ?? 0) + 1);
  return [...counts].map(([scenario, number]) => `${number} ${scenario}`).join(', ') || 'none';
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const count = (number: number): string => number.toLocaleString('en-US');
