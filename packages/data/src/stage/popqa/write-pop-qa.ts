import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { facts as factsTable, fillDirectory, probes as probesTable } from '@lethe/contracts';
import { byteTokens, createByteBpeTokenizer, loadTokenizer, toTokenizerJson } from '@lethe/tokenizers';
import { writeCorpus, writeInBatches } from '../../corpus/documents/write-corpus.js';
import {
  createPopQaFactSet,
  type PopQaFactOptions,
} from '../../corpus/facts/popqa/create-pop-qa-fact-set.js';
import { type PopQaOptions, readPopQa } from '../../corpus/facts/popqa/read-pop-qa.js';
import type { SkippedRows } from '../../corpus/files/malformed-rows.js';
import { inBatches } from '../../iterate/in-batches.js';
import { trackProgress } from '../../progress/track-progress.js';
import { tokenizeProbes } from '../tokenize/tokenize-probes.js';
import { worldDocuments } from '../worlds/world-documents.js';

/** Options of `writePopQa`. */
export interface WritePopQaRequest {
  /** File of PopQA. */
  path: string;
  /** Output directory; absent or empty. */
  out: string;
  reading?: Omit<PopQaOptions, 'signal'>;
  facts?: PopQaFactOptions;
  /** Documents for every wording of a fact of average popularity; 1 by default. */
  copies?: number;
  /** State all facts equally often, whatever their popularity; false by default. */
  even?: boolean;
  /** A `tokenizer.json` for the tokens of probes; bytes by default. */
  tokenizer?: string | undefined;
}

/** What was written. */
export interface WrittenPopQa {
  facts: number;
  probes: number;
  texts: number;
  skipped: SkippedRows[];
}

const BATCH = 1000;

/**
 * Writes PopQA as the tables facts, probes and corpus (the wordings of all facts in random order, see
 * `worldDocuments`) and tokenizer.json: a directory that an experiment takes its facts and its background from.
 * @throws LetheError when the file is malformed, a number is out of its range or the directory is not free;
 * signal.reason when aborted: nothing is left then
 */
export async function writePopQa(
  request: WritePopQaRequest,
  context: { log: (line: string) => void; signal: AbortSignal },
): Promise<WrittenPopQa> {
  const { path, out, copies = 1, even = false } = request;
  const { rows, skipped } = await readPopQa(path, { ...request.reading, signal: context.signal });
  const { facts, probes } = createPopQaFactSet(rows, request.facts);
  const bytes = byteTokens();
  const tokenizer =
    request.tokenizer === undefined ? createByteBpeTokenizer(bytes) : loadTokenizer(request.tokenizer);
  return fillDirectory(out, async (directory) => {
    const tokenizerFile = join(directory, 'tokenizer.json');
    if (request.tokenizer === undefined) writeFileSync(tokenizerFile, toTokenizerJson(bytes));
    else copyFileSync(request.tokenizer, tokenizerFile);
    writeInBatches(directory, factsTable, facts);
    writeInBatches(directory, probesTable, tokenizeProbes(probes, tokenizer));
    const told = even ? facts.map((fact) => ({ ...fact, popularity: null })) : facts;
    const progress = trackProgress({ what: 'texts', unit: 'documents' }, context);
    const seed = request.facts?.seed ?? 1;
    const texts = await writeCorpus(
      directory,
      (async function* () {
        yield* inBatches(worldDocuments(told, { copies, seed }), BATCH);
      })(),
      ({ length }) => progress(length),
    );
    return { facts: facts.length, probes: probes.length, texts, skipped };
  });
}
