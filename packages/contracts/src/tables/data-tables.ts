import { bool, fixedSizeList, float32, int32, list, nullable, utf8 } from '../arrow/columns.js';
import { defineTable } from '../arrow/define-table.js';

export const corpus = defineTable({
  name: 'corpus',
  version: 1,
  rows: 'one document',
  format: 'file',
  columns: {
    id: utf8('unique within the corpus'),
    text: utf8('the document'),
    source: utf8('file or generator that it came from'),
  },
});

/** Documents that training never sees; the text behind `evaluation_sequences`. */
export const evaluationCorpus = defineTable({ ...corpus, name: 'evaluation_corpus' });

export const clusters = defineTable({
  name: 'clusters',
  version: 1,
  rows: 'one document that deduplication looked at',
  format: 'file',
  columns: {
    doc_id: utf8('id in the corpus'),
    cluster_id: utf8('id of the document that stands for the cluster'),
    kept: bool('whether the document stays in the reduced corpus'),
    method: utf8('exact, line, paragraph, minhash or substring'),
    estimated_similarity: nullable(float32('similarity to the kept document, estimated from the sketches')),
    true_similarity: nullable(float32('Jaccard similarity to the kept document, computed on the texts')),
    removed_spans: list(int32('start and end of every removed span, in UTF-16 units, flattened')),
  },
});

export const copies = defineTable({
  name: 'copies',
  version: 1,
  rows: 'one document of a corpus whose documents were multiplied',
  format: 'file',
  columns: {
    doc_id: utf8('id in the corpus'),
    original_id: utf8('id of the document that it is a copy of; its own id for originals'),
    copy: int32('0 for the original, 1 for its first copy, ...'),
    form: utf8('original, exact, near or wording'),
    true_similarity: nullable(
      float32('Jaccard similarity of near-duplicates to the original, computed on the texts'),
    ),
    wording: nullable(int32('number of the wording, 0 for the text itself; null if there are none')),
  },
});

export const facts = defineTable({
  name: 'facts',
  version: 1,
  rows: 'one injected or generated fact, or one control that is probed but never injected',
  format: 'file',
  columns: {
    fact_id: utf8('unique within the experiment'),
    scenario: utf8('condition of injection: duplication, paraphrase, once, control, ...'),
    text: utf8('the text that is injected'),
    variants: list(utf8('other wordings of the text')),
    subject: nullable(utf8('the entity that the fact is about')),
    relation: nullable(utf8('the relation')),
    object: nullable(utf8('the answer')),
    popularity: nullable(float32('how often the fact is meant to occur, relative to others')),
  },
});

/** Written by the data stage itself, so that later stages can score whole texts without a tokenizer. */
export const passages = defineTable({
  name: 'passages',
  version: 1,
  rows: 'the text of one fact that is injected or probed, controls among them',
  format: 'file',
  columns: {
    fact_id: utf8('the fact'),
    tokens: list(int32('token ids of its text as it is injected, without the end-of-text token after it')),
  },
});

/** How deep a probe asks (arXiv 2406.11813 section 3), or qa: a question in a format that texts do not have. */
export const depths = ['memorization', 'semantic', 'composition', 'qa'] as const;
export type Depth = (typeof depths)[number];

export const probes = defineTable({
  name: 'probes',
  version: 2,
  rows: 'one probe',
  format: 'file',
  columns: {
    probe_id: utf8('unique within the experiment'),
    fact_id: utf8('the fact that it asks for'),
    depth: utf8('memorization, semantic, composition or qa'),
    prompt: utf8('text before the target, without trailing space'),
    target: utf8('target span, without leading space'),
    answers: list(utf8('strings that count as right when generated')),
    prompt_tokens: list(int32('token ids of the prompt')),
    target_tokens: list(
      int32('token ids of the target, which begins with the space that follows the prompt'),
    ),
    token_boundary: bool('whether prompt and target, encoded apart, are the tokens of the whole text'),
    split: utf8('train or test; test if nothing was held out'),
  },
});

export const sequences = defineTable({
  name: 'sequences',
  version: 2,
  rows: 'one row of background text; its number is its row in the table',
  format: 'file',
  columns: {
    tokens: fixedSizeList(int32('token ids')),
    document_ids: list(utf8('documents in the row, in order')),
    document_starts: list(int32('offset in the row at which each document begins or continues')),
    loss_spans: list(
      int32(
        'start and end of every span of tokens that the loss counts, ascending, flattened; empty if it counts all, 0, 0 if none',
      ),
    ),
  },
});

/** Rows that training never sees; a training that evaluates reads the first of them. */
export const evaluationSequences = defineTable({
  ...sequences,
  name: 'evaluation_sequences',
  rows: 'one row of text that training never sees; documents lie in random order',
});

/** Written where the injection plan is not carried out (placement none), so that probes are measured at its steps. */
export const plannedInjections = defineTable({
  name: 'planned_injections',
  version: 1,
  rows: 'one text that is left out of the batches, by step',
  format: 'file',
  columns: {
    step: int32('training step that would have injected it, from 0'),
    fact_id: utf8('the fact that it tells'),
  },
});

/** Written where the plan of a scenario is `told`, so that what the background tells counts as encounters. */
export const backgroundEncounters = defineTable({
  name: 'background_encounters',
  version: 1,
  rows: 'one probed fact that the background tells',
  format: 'file',
  columns: {
    fact_id: utf8('the fact'),
    steps: list(int32('training step, from 0, of every text that tells it, ascending')),
    rows: list(int32('row of the batch of that step in which the text stands, or the longest part of it')),
  },
});

export const order = defineTable({
  name: 'order',
  version: 1,
  rows: 'one row of one training batch, sorted by step, then row',
  format: 'file',
  columns: {
    step: int32('training step, from 0'),
    row: int32('row in the batch, from 0'),
    sequence: int32('row of the sequences table'),
    fact_ids: list(utf8('facts injected into this row')),
    placement: utf8('none, prepend, replace or append'),
    positions: list(int32('offset in the assembled row at which each injected text begins')),
    lengths: list(int32('tokens of each injected text that are in this row')),
    injected_tokens: list(int32('the injected token ids, one text after the other')),
  },
});
