import * as z from 'zod';
import { inBatches } from '../../../iterate/in-batches.js';
import { asStream, BATCH_DOCUMENTS, defineBackgroundSource } from './background-source.js';

export const generatedBackground = defineBackgroundSource({
  name: 'generated',
  description: 'invented biographies',
  options: { documents: z.int().positive().describe('number of documents') },
  async open({ documents }, { seed }) {
    const { inventDocuments } = await import('../../worlds/generated/generate-background.js');
    return { open: () => asStream(inBatches(inventDocuments(documents, seed), BATCH_DOCUMENTS)) };
  },
});
