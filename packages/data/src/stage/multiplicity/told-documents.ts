import type { CorpusDocument } from '../../corpus/documents/corpus-document.js';
import type { Fact } from '../../corpus/facts/fact-set.js';

/** Documents that tell facts, before they are multiplied. */
export interface ToldDocuments {
  documents: CorpusDocument[];
  /** Documents that tell each fact, by the id of its document. */
  copies: Map<string, number>;
  /** Other wordings by the same id. */
  wordings: Map<string, readonly string[]>;
  /** Facts of each scenario, and the documents of each of them. */
  scenarios: Record<string, { facts: number; copies: number }>;
}

/**
 * A document for each fact of the scenarios, with its text. Ids are `told/<fact>`.
 * @param counts documents of each fact, by scenario
 * @param source of the documents
 */
export function toldDocuments(
  facts: readonly Fact[],
  counts: Readonly<Record<string, number>>,
  source: string,
): ToldDocuments {
  const told: ToldDocuments = { documents: [], copies: new Map(), wordings: new Map(), scenarios: {} };
  for (const [scenario, copies] of Object.entries(counts)) {
    const own = facts.filter((fact) => fact.scenario === scenario);
    told.scenarios[scenario] = { facts: own.length, copies };
    for (const { fact_id, text, variants } of own) {
      const id = `told/${fact_id}`;
      told.documents.push({ id, text, source });
      told.copies.set(id, copies);
      told.wordings.set(id, variants);
    }
  }
  return told;
}
