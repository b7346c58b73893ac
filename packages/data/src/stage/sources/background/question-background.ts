import { inBatches } from '../../../iterate/in-batches.js';
import { asStream, BATCH_DOCUMENTS, defineBackgroundSource } from './background-source.js';

export const questionBackground = defineBackgroundSource({
  name: 'questions',
  description:
    'the questions of the facts that are for training (probes of depth qa and split train) with their answers, for fine-tuning; the loss counts the answers alone',
  options: {},
  async open(_, { probes, seed }) {
    const { questionDocuments } = await import('../../worlds/question-documents.js');
    return { open: () => asStream(inBatches(questionDocuments(probes, { seed }), BATCH_DOCUMENTS)) };
  },
});
