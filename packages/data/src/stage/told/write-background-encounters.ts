import { backgroundEncounters, type StageContext } from '@lethe/contracts';
import type { Tokenizer } from '@lethe/tokenizers';
import { writeInBatches } from '../../corpus/documents/write-corpus.js';
import type { FactSet } from '../../corpus/facts/fact-set.js';
import { trackProgress } from '../../progress/track-progress.js';
import type { DataSpec } from '../options/data.js';
import { isInjected, isTold } from '../options/scenario-plans.js';
import { chooseFinder } from './choose-finder.js';
import { findToldTexts } from './find-told-texts.js';
import { meetToldParts } from './meet-told-parts.js';
import { placeTellings } from './place-tellings.js';

/** What the background tells. */
export interface ToldSummary {
  /** Facts that it tells at some step. */
  facts: number;
  encounters: number;
  /** Facts of scenarios that are told and that no step meets. */
  untold: number;
}

/**
 * Writes the table background_encounters from the tables corpus, sequences and order: when training meets the texts by
 * which the background tells the probed facts, those of scenarios that are told and those that are injected too.
 * Memory: some 200 bytes for each text that tells a fact, and 16 for each encounter.
 * @returns undefined, and no table, where no scenario is `told` or `mentioned`
 * @throws LetheError when the background tells a control, or a fact that is to be mentioned has no subject
 */
export async function writeBackgroundEncounters(
  { facts, probes }: FactSet,
  documents: number,
  { encode }: Pick<Tokenizer, 'encode'>,
  { order, sequenceLength }: Pick<DataSpec, 'order' | 'sequenceLength'>,
  context: StageContext,
): Promise<ToldSummary | undefined> {
  const { injection } = order;
  const plans = Object.values(injection.scenarios ?? {});
  if (!plans.some((plan) => typeof plan === 'string')) return undefined;
  const isProbed = new Set(probes.map(({ fact_id }) => fact_id));
  const followed = facts.filter(
    ({ fact_id, scenario }) =>
      isProbed.has(fact_id) &&
      (scenario === 'control' || isTold(injection, scenario) || isInjected(injection, scenario)),
  );
  const findTellings = chooseFinder({ facts: followed, probes }, injection.scenarios!);
  const progress = trackProgress({ what: 'told facts', unit: 'documents', total: documents }, context);
  const texts = await findToldTexts(context.out, followed, findTellings, encode, progress);
  const parts = await placeTellings(context.out, texts);
  const met = await meetToldParts(context.out, parts, followed.length, sequenceLength);
  const rows = followed.flatMap(({ fact_id }, fact) =>
    met[fact]!.steps.length > 0 ? [{ fact_id, ...met[fact]! }] : [],
  );
  writeInBatches(context.out, backgroundEncounters, rows);
  return {
    facts: rows.length,
    encounters: rows.reduce((sum, { steps }) => sum + steps.length, 0),
    untold: followed.filter(
      ({ scenario }, fact) => isTold(injection, scenario) && met[fact]!.steps.length === 0,
    ).length,
  };
}
