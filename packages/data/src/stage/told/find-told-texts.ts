import { corpus, LetheError, readBatches } from '@lethe/contracts';
import type { Tokenizer } from '@lethe/tokenizers';
import type { Fact } from '../../corpus/facts/fact-set.js';
import type { Progress } from '../../progress/track-progress.js';
import type { Telling } from './find-tellings.js';
import type { ToldText } from './place-tellings.js';

/**
 * Finds the texts of a corpus table that tell facts, as stretches of the tokens of their documents.
 * @param directory with the corpus table
 * @param findTellings finds the facts in a document, by their numbers
 * @param progress told of every document
 * @returns by document id
 * @throws LetheError when a document tells a control
 */
export async function findToldTexts(
  directory: string,
  facts: readonly Fact[],
  findTellings: (document: string) => readonly Telling[],
  encode: Tokenizer['encode'],
  progress: Progress,
): Promise<Map<string, ToldText[]>> {
  const found = new Map<string, ToldText[]>();
  const lengths = new Map<string, number>();
  /** Tokens of a document: many have the same text. */
  const tokensOf = (text: string): number => {
    const length = lengths.get(text) ?? encode(text).length;
    lengths.set(text, length);
    return length;
  };
  for await (const batch of readBatches(directory, corpus)) {
    const ids = batch.strings('id');
    for (const [i, text] of batch.strings('text').entries()) {
      const tellings = findTellings(text);
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
    found: `document "${document}", which tells it`,
    next: 'give the fact another scenario, or leave the document out of data.background',
  });
}
