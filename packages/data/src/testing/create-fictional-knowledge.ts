import type { FictionalKnowledgeEntry } from '../corpus/facts/read-fictional-knowledge.js';

/** Entries in the form of Fictional Knowledge, one probe of each depth, paraphrases for the first 40. */
export function createFictionalKnowledge(count: number): FictionalKnowledgeEntry[] {
  return Array.from({ length: count }, (_, i) => ({
    train_context: `Passage ${i}.`,
    mem_input: [`mem ${i} is`],
    mem_target: [`a${i}`],
    gen_input: [`gen ${i} is`],
    gen_target: [`a${i}`],
    hard_gen_input: [`hard ${i} is`],
    hard_gen_target: [`h${i}`],
    paraphrases: i < 40 ? [`Other ${i}.`, `Another ${i}.`] : [],
  }));
}
