import { checkOrder, type OrderSummary } from './check-order.js';
import { readSequences, type Sequences } from './read-sequences.js';
import { readVocabularySize } from './vocabulary-size.js';

/** The data of a training, checked as a whole before it begins. */
export interface TrainingData extends OrderSummary {
  directory: string;
  sequences: Sequences;
  vocabSize: number;
}

/**
 * Opens a data directory for training: tokenizer.json, the sequences table, and the order table, which is
 * checked from end to end.
 * @throws LetheError for whatever training would stumble over later
 */
export async function openTrainingData(directory: string): Promise<TrainingData> {
  const vocabSize = readVocabularySize(directory);
  const sequences = await readSequences(directory, vocabSize);
  const limits = { sequences: sequences.count, sequenceLength: sequences.length, vocabSize };
  return { directory, sequences, vocabSize, ...(await checkOrder(directory, limits)) };
}
