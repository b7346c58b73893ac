import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LetheError, probes as probesTable, readRows, tableFiles } from '@lethe/contracts';
import { openTokenizerFile } from '../generate/open-tokenizer.js';
import { readProbes } from '../span/read-probes.js';
import { readSpanTexts, type Span, spansOfProbes, tokenizeSpans } from './span-text.js';

export interface SpanSource {
  /** Model directory; its tokenizer.json is taken where none is named. */
  model: string;
  /** Directory with the probes table, or a file of JSON lines with prompt and target. */
  input: string;
  /** tokenizer.json. */
  tokenizer?: string | undefined;
  /** Whether the end of a text is needed, to score every target by itself too. */
  pmi: boolean;
}

/**
 * Reads the spans to be scored. Texts are tokenized with the tokenizer named, or the one in the model's directory; the
 * probes of a table keep the tokens that the table has where there is neither.
 * @throws LetheError for an input that cannot be read, and where a tokenizer is needed and there is none
 */
export async function loadSpans(
  source: SpanSource,
): Promise<{ spans: Span[]; endOfText: number | undefined }> {
  const { model, input, pmi } = source;
  const isDirectory = statSync(input, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const isTable = isDirectory && tableFiles(input, probesTable).length > 0;
  const tokenizer = findTokenizer(source);
  if (isTable && tokenizer === undefined) {
    if (!pmi) return { spans: spansOfProbes(await readProbes(input)), endOfText: undefined };
    const own = openTokenizerFile(join(input, 'tokenizer.json'), 'name one with --tokenizer');
    return { spans: spansOfProbes(await readProbes(input)), endOfText: own.endOfText() };
  }
  if (tokenizer === undefined) {
    throw new LetheError({
      what: 'there is no tokenizer for the texts',
      where: model,
      expected: 'tokenizer.json',
      next: 'name one with --tokenizer',
    });
  }
  const texts = isTable
    ? (await readRows(input, probesTable)).map(({ probe_id, prompt, target }) => ({
        id: probe_id,
        prompt,
        target,
      }))
    : await readSpanTexts(input);
  const opened = openTokenizerFile(tokenizer, 'name another one with --tokenizer');
  return { spans: tokenizeSpans(texts, opened), endOfText: pmi ? opened.endOfText() : undefined };
}

function findTokenizer({ model, tokenizer }: SpanSource): string | undefined {
  if (tokenizer !== undefined) return tokenizer;
  const own = join(model, 'tokenizer.json');
  return existsSync(own) ? own : undefined;
}
