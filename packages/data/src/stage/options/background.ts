import * as z from 'zod';
import { corpusLocationSpec, locationSpec } from '../../corpus/files/location.js';

/** Formats of a corpus, as `openCorpus` of @lethe/data reads them. */
const corpusFormat = z.enum([
  'jsonl',
  'parquet',
  'arrow',
  'text',
  'text-files',
  'corpus',
  'fictional-knowledge',
]);

const textSource = z.strictObject({
  source: z
    .literal('text')
    .describe('text files; documents are separated by headings as in WikiText, else by blank lines'),
  locations: z.array(locationSpec).min(1),
});

const corpusSource = z.strictObject({
  source: z
    .literal('corpus')
    .describe('files, folders and directories that operations of lethe data wrote, read as a stream'),
  locations: z.array(corpusLocationSpec).min(1),
  format: corpusFormat
    .optional()
    .describe('how files are read and which files of a folder are; found out where absent'),
  textField: z.string().default('text').describe('field or column with the text; dots step into records'),
  idField: z
    .union([z.string(), z.literal(false)])
    .optional()
    .describe(
      'field or column with the id; id where absent and records have it, else, or where false, documents are numbered',
    ),
  onMalformed: z
    .enum(['refuse', 'skip'])
    .default('refuse')
    .describe('stop at the first malformed row, or leave such rows out and count them'),
});

/** For questions among the documents of a background. */
const mixing = {
  questionShare: z
    .number()
    .min(0)
    .lt(1)
    .optional()
    .describe(
      'share of the documents that are questions for training, with loss on their answers alone, mixed among the others (0.8 in arXiv 2309.14316); none where absent',
    ),
};

/** The texts among which facts are injected. */
export const backgroundSpec = z.discriminatedUnion('source', [
  z.strictObject({
    source: z.literal('generated').describe('invented biographies'),
    documents: z.int().positive().describe('number of documents'),
    ...mixing,
  }),
  z.strictObject({
    source: z.literal('world').describe('the texts of the facts of scenario background, shuffled'),
    copies: z
      .number()
      .positive()
      .default(1)
      .describe(
        'documents for every wording of a fact of average popularity; others have more or fewer in proportion, and one at least',
      ),
    ...mixing,
  }),
  z.strictObject({
    source: z
      .literal('questions')
      .describe(
        'the questions of the facts that are for training (probes of depth qa and split train) with their answers, for fine-tuning; the loss counts the answers alone',
      ),
  }),
  textSource.extend(mixing),
  corpusSource.extend(mixing),
]);

/** Text that training never sees, on which its loss is measured meanwhile. */
export const evaluationSpec = z.discriminatedUnion('source', [
  z.strictObject({
    source: z
      .literal('held-out')
      .describe('documents of the background, which training and the tokenizer then do not see'),
    oneIn: z
      .int()
      .min(2)
      .describe('one document of every so many, in the order of the background, drawn by data.seed'),
  }),
  textSource,
  corpusSource,
]);
