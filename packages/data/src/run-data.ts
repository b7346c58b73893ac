import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  corpus,
  createRandom,
  type DataSpec,
  facts as factsTable,
  probes as probesTable,
  type StageContext,
} from '@lethe/contracts';
import type { CorpusDocument } from './corpus-document.js';
import type { Fact, FactSet } from './fact-set.js';
import { type InjectionPlan, injectIntoSteps } from './inject/inject-into-rows.js';
import { planInjections } from './inject/plan-injections.js';
import { writeOrder } from './inject/write-order.js';
import { packSequences } from './pack/pack-sequences.js';
import { writeSequences } from './pack/write-sequences.js';
import { locateFile, nameOfLocation } from './readers/locate-file.js';
import { readFictionalKnowledge, selectFictionalKnowledge } from './readers/read-fictional-knowledge.js';
import { readTextDocuments } from './readers/read-text-documents.js';
import { tokenizeProbes } from './tokenize/tokenize-probes.js';
import { createTokenizer, type Tokenizer } from './tokenize/tokenizer.js';
import { byteTokens, toTokenizerJson } from './tokenize/tokenizer-file.js';
import { trainByteBpe } from './tokenize/train-byte-bpe.js';
import { generateBackground } from './worlds/generate-background.js';
import { generateFacts } from './worlds/generate-facts.js';
import { writeInBatches } from './write-in-batches.js';

/** What the data stage is asked to do. */
export interface DataStage {
  config: DataSpec;
  /** Directory of experiment.json: relative paths in the config begin there. */
  baseDirectory: string;
}

/**
 * The data stage: facts, probes and background become the tables corpus, facts, probes, sequences and order,
 * and tokenizer.json. The result depends on the config and the files that it names alone.
 * @throws LetheError on mistakes in the config or the files; signal.reason when aborted
 */
export async function runData(stage: DataStage, context: StageContext): Promise<void> {
  const { config } = stage;
  const { out, log, signal } = context;
  const phase = (line: string): void => {
    log(line);
    signal.throwIfAborted();
  };

  const { facts, probes } = await loadFacts(stage, context);
  const encounters = planInjections(facts, config);
  writeInBatches(out, factsTable, facts);
  phase(`facts: ${facts.length} (${countScenarios(facts)}), ${probes.length} probes`);

  const documents = await loadBackground(stage, context);
  writeInBatches(out, corpus, documents);
  phase(`background: ${count(documents.length)} documents`);

  const tokenizer = makeTokenizer(config, documents, facts, out);
  phase(`tokenizer: ${config.tokenizer.type}, ${count(tokenizer.vocabSize)} tokens`);

  const tokenizedProbes = tokenizeProbes(probes, tokenizer);
  writeInBatches(out, probesTable, tokenizedProbes);
  const seams = tokenizedProbes.filter((probe) => !probe.seam_matches).length;
  if (seams > 0)
    log(`probes: ${seams} of ${probes.length} have a prompt and target that tokenize otherwise together`);
  signal.throwIfAborted();

  // Planned before the long work on the background, since it can fail.
  const plan = injectIntoSteps(encounters, tokenizer, config);
  const tokenized = documents.map(({ id, text }) => ({ id, tokens: tokenizer.encode(text) }));
  const packed = packSequences(
    tokenized,
    tokenizer.endOfText,
    config.sequenceLength,
    createRandom(config.seed, 'data/pack/documents'),
  );
  writeSequences(out, packed);
  phase(
    `sequences: ${count(packed.rows)} rows of ${config.sequenceLength} tokens (${count(packed.tokens.length)} in all), ${packed.leftOver} tokens left over`,
  );

  const summary = writeOrder(out, config, packed.rows, plan, signal);
  log(
    `order: ${count(config.order.steps)} steps of ${config.order.batchSize} rows, ${summary.epochs.toFixed(2)} epochs of background`,
  );
  log(
    `injections: ${encounters.length} encounters, ${count(summary.injectedTokens)} tokens in ${summary.injectedRows} rows${describeSplits(plan)}`,
  );
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

async function loadFacts({ config, baseDirectory }: DataStage, context: StageContext): Promise<FactSet> {
  if (config.facts.source === 'generated') return generateFacts(config.facts.scenarios, config.seed);
  const path = await locateFile(config.facts.location, { baseDirectory, ...context });
  return selectFictionalKnowledge(readFictionalKnowledge(path), config.facts.scenarios, path);
}

async function loadBackground(
  { config, baseDirectory }: DataStage,
  context: StageContext,
): Promise<CorpusDocument[]> {
  const { background, seed } = config;
  if (background.source === 'generated') return generateBackground(background.documents, seed);
  const documents: CorpusDocument[][] = [];
  for (const [i, location] of background.locations.entries()) {
    const path = await locateFile(location, { baseDirectory, ...context });
    documents.push(readTextDocuments(path, nameOfLocation(location), `text-${i}-`));
  }
  return documents.flat();
}

function makeTokenizer(
  config: DataSpec,
  documents: readonly CorpusDocument[],
  facts: readonly Fact[],
  out: string,
): Tokenizer {
  // Texts of all facts, controls too, and no variants: no scenario gets a tokenizer made for it.
  const texts = [...documents, ...facts].map(({ text }) => text);
  const { tokenizer } = config;
  const bpe = tokenizer.type === 'bytes' ? byteTokens() : trainByteBpe(texts, tokenizer.vocabSize);
  writeFileSync(join(out, 'tokenizer.json'), toTokenizerJson(bpe));
  return createTokenizer(bpe);
}

function countScenarios(facts: readonly Fact[]): string {
  const counts = new Map<string, number>();
  for (const { scenario } of facts) counts.set(scenario, (counts.get(scenario) ?? 0) + 1);
  return [...counts].map(([scenario, number]) => `${number} ${scenario}`).join(', ') || 'none';
}

const count = (number: number): string => number.toLocaleString('en-US');
