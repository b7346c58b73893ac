import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createTableWriter,
  facts as factsTable,
  fillDirectory,
  probes as probesTable,
} from '@lethe/contracts';
import {
  byteTokens,
  createByteBpeTokenizer,
  loadTokenizer,
  type Tokenizer,
  toTokenizerJson,
} from '@lethe/tokenizers';
import { writeCorpus } from '../../corpus/documents/write-corpus.js';
import type { Fact } from '../../corpus/facts/fact-set.js';
import { inBatches } from '../../iterate/in-batches.js';
import { trackProgress } from '../../progress/track-progress.js';
import { tokenizeProbes } from '../tokenize/tokenize-probes.js';
import { openWorld, sizeOfWorld, type World, type WorldRequest } from './open-world.js';
import { worldDocuments } from './world-documents.js';

/** Facts whose rows are in memory before they are written. */
const BATCH_FACTS = 1000;

/** Options of `writeWorld`. */
export interface WriteWorldRequest {
  world: WorldRequest;
  /** Output directory; absent or empty. */
  out: string;
  /** Documents for every wording of a fact of average popularity; 1 by default. */
  copies?: number;
  /** Scenario of all facts; `background` by default: what the corpus tells and no step injects. */
  scenario?: string;
  /** A `tokenizer.json` for the tokens of probes; by default the symbolic world's words, else bytes. */
  tokenizer?: string;
}

/**
 * Writes a world: the tables facts, probes and corpus (the texts of all facts, see `worldDocuments`), tokenizer.json,
 * and world.json, which records the options. The texts of facts are held in memory, their probes are not.
 * @returns one line that says what was written
 * @throws LetheError for sizes that no world can have, or a directory that is not free; signal.reason when aborted:
 * nothing is left then
 */
export async function writeWorld(
  request: WriteWorldRequest,
  context: { log: (line: string) => void; signal: AbortSignal },
): Promise<string> {
  const { world: asked, out, copies = 1, scenario = 'background' } = request;
  const count = sizeOfWorld(asked);
  const world = openWorld(asked, new Array<string>(count).fill(scenario));
  const { tokenizer, save } = chooseTokenizer(world, request.tokenizer);
  return fillDirectory(out, async (directory) => {
    save(join(directory, 'tokenizer.json'));
    const { facts, probes } = await writeFacts(world, directory, tokenizer, count, context);
    const telling = trackProgress({ what: 'texts', unit: 'documents' }, context);
    const documents = inBatches(worldDocuments(facts, { copies, seed: asked.seed }), BATCH_FACTS);
    const texts = await writeCorpus(directory, asStream(documents), ({ length }) => telling(length));
    writeFileSync(
      join(directory, 'world.json'),
      `${JSON.stringify({ ...asked, copies, scenario }, null, 1)}\n`,
    );
    const number = (value: number): string => value.toLocaleString('en-US');
    return `${asked.kind}: ${number(facts.length)} facts, ${number(probes)} probes, ${number(texts)} texts`;
  });
}

function chooseTokenizer(
  { vocabulary }: World,
  path: string | undefined,
): { tokenizer: Tokenizer; save: (to: string) => void } {
  if (path !== undefined) return { tokenizer: loadTokenizer(path), save: (to) => copyFileSync(path, to) };
  if (vocabulary) {
    return { tokenizer: vocabulary.tokenizer, save: (to) => writeFileSync(to, vocabulary.json) };
  }
  const bytes = byteTokens();
  return {
    tokenizer: createByteBpeTokenizer(bytes),
    save: (to) => writeFileSync(to, toTokenizerJson(bytes)),
  };
}

async function writeFacts(
  world: World,
  directory: string,
  tokenizer: Tokenizer,
  total: number,
  context: { log: (line: string) => void; signal: AbortSignal },
): Promise<{ facts: Fact[]; probes: number }> {
  const progress = trackProgress({ what: 'facts', unit: 'facts', total }, context);
  const factWriter = createTableWriter(directory, factsTable);
  const probeWriter = createTableWriter(directory, probesTable);
  const facts: Fact[] = [];
  let probes = 0;
  try {
    for (const batch of inBatches(world.facts(), BATCH_FACTS)) {
      factWriter.writeRows(batch.map(({ fact }) => fact));
      const rows = tokenizeProbes(
        batch.flatMap((made) => made.probes),
        tokenizer,
      );
      probeWriter.writeRows(rows);
      for (const { fact } of batch) facts.push(fact);
      probes += rows.length;
      await progress(batch.length);
    }
  } catch (error) {
    factWriter.abort();
    probeWriter.abort();
    throw error;
  }
  factWriter.close();
  probeWriter.close();
  return { facts, probes };
}

async function* asStream<T>(values: Iterable<T>): AsyncGenerator<T> {
  yield* values;
}
