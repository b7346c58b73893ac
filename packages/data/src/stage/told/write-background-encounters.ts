import { backgroundEncounters, corpus, LetheError, readBatches, type StageContext } from '@lethe/contracts';
import type { Tokenizer } from '@lethe/tokenizers';
import { writeInBatches } from '../../corpus/documents/write-corpus.js';
import type { Fact, FactSet } from '../../corpus/facts/fact-set.js';
import { trackProgress } from '../../progress/track-progress.js';
import type { DataSpec } from '../options/data.js';
import { isInjected, isTold } from '../options/scenario-plans.js';
import { createTellingFinder } from './find-tellings.js';
import { meetToldParts } from './meet-told-parts.js';
import { placeTellings, type ToldText } from './place-tellings.js';

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
 * @returns undefined, and no table, where the plan of no scenario is `told`
 * @throws LetheError when the background tells a control
 */
export async function writeBackgroundEncounters(
  { facts, probes }: FactSet,
  documents: number,
  { encode }: Pick<Tokenizer, 'encode'>,
  { order, sequenceLength }: Pick<DataSpec, 'order' | 'sequenceLength'>,
  context: StageContext,
): Promise<ToldSummary | undefined> {
  const { injection } = order;
  if (!Object.values(injection.scenarios ?? {}).includes('told')) return undefined;
  const isProbed = new Set(probes.map(({ fact_id }) => fact_id));
  const followed = facts.filter(
    ({ fact_id, scenario }) =>
      isProbed.has(fact_id) &&
      (scenario === 'control' || isTold(injection, scenario) || isInjected(injection, scenario)),
  );
  const texts = await findToldTexts(followed, documents, encode, context);
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

/** The texts of the corpus table that tell facts, by document. */
async function findToldTexts(
  facts: readonly Fact[],
  documents: number,
  encode: Tokenizer['encode'],
  context: StageContext,
): Promise<Map<string, ToldText[]>> {
  const progress = trackProgress({ what: 'told facts', unit: 'documents', total: documents }, context);
  const tellingsIn = createTellingFinder(facts);
  const found = new Map<string, ToldText[]>();
  const lengths = new Map<string, number>();
  /** Tokens of a document: many have the same text. */
  const tokensOf = (text: string): number => {
    const length = lengths.get(text) ?? encode(text).length;
    lengths.set(text, length);
    return length;
  };
  for await (const batch of readBatches(context.out, corpus)) {
    const ids = batch.strings('id');
    for (const [i, text] of batch.strings('text').entries()) {
      const tellings = tellingsIn(text);
      await progress(1);
      if (tellings.length === 0) continue;
      const control = tellings.find(({ fact }) => facts[fact]!.scenario === 'control');
      if (control) throw toldControl(facts[control.fact]!, ids[i]!);
      const tokensUpTo = (end: number): number =>
        end === text.length ? tokensOf(text) : encode(text.slice(0, end)).length;
      const texts = tellings.map(({ fact, start, end }) => ({
        fact,
        from: tokensUpTo(start),
        to: tokensUpTo(end),
      }));
      found.set(ids[i]!, texts);
    }
  }
  return found;
}

function toldControl({ fact_id }: Fact, document: string): LetheError {
  return new LetheError({
    what: 'the background tells a control',
    where: `fact ${fact_id}`,
    expected: 'controls that training never meets',
    found: `its text in document "${document}"`,
    next: 'give the fact another scenario, or leave the document out of data.background',
  });
}
