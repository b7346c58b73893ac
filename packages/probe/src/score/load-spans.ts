import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  idText,
  LetheError,
  probes as probesTable,
  readJsonLines,
  readRows,
  schemaMistakes,
  tableFiles,
} from '@lethe/contracts';
import { checkModelTokenizer, findModelTokenizer } from '@lethe/tokenizers';
import * as z from 'zod';
import { checkTokenizers } from '../checkpoints/check-tokenizers.js';
import { openTokenizerFile, type TextTokenizer } from '../generate/open-tokenizer.js';
import { type Probe, readProbes } from '../span/read-probes.js';
import type { TokenSpan } from '../span/token-span.js';

export interface SpanSource {
  /** Model directory; its tokenizer.json is taken where none is named. */
  model: string;
  /** Directory with the probes table, or a file of JSON lines with prompt and target. */
  input: string;
  /** tokenizer.json. */
  tokenizer?: string | undefined;
  /** Whether the end-of-text token is needed, to score every target without its prompt too. */
  pmi: boolean;
  log?: ((line: string) => void) | undefined;
}

/**
 * Reads the spans to be scored. Texts are tokenized with the tokenizer named, or the one in the model's directory; the
 * probes of a table keep the tokens that the table has where there is neither.
 * @throws LetheError for an input that cannot be read, where a tokenizer is needed and there is none, and where the tokens
 * are of another tokenizer than the model's
 */
export async function loadSpans(
  source: SpanSource,
): Promise<{ spans: Span[]; endOfText: number | undefined }> {
  const { model, input, pmi, log = () => {} } = source;
  const isDirectory = statSync(input, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const isTable = isDirectory && tableFiles(input, probesTable).length > 0;
  const tokenizer = findTokenizer(source);
  if (isTable && tokenizer === undefined) {
    checkTokenizers([model], input, log);
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
  // Where the model has none, the one that the user names is its own.
  if (findModelTokenizer(model) !== undefined) {
    const next = (trained: string): string => `take that one: --tokenizer ${trained}`;
    checkModelTokenizer({ model, tokenizer, log, next });
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

/** A span to score. */
export interface Span extends TokenSpan {
  /** Bytes of the target in UTF-8, without the space before it. */
  targetBytes: number;
  /** Whether prompt and target encoded apart are the tokens of the whole text. */
  tokenBoundary: boolean;
}

export interface SpanText {
  id: string;
  prompt: string;
  target: string;
}

const spanText = z.object({
  // Integers beyond those that a number holds come as bigints.
  id: z.union([z.string(), z.number(), z.bigint()]).nullish(),
  prompt: z.string(),
  target: z.string().min(1),
});

/**
 * Reads spans from JSON lines, plain, gzip or zstd: `{"prompt": "Ana lives in", "target": "Rome"}`, with an `id` or the
 * number of the line.
 * @throws LetheError naming the first line that is no span
 */
export async function readSpanTexts(path: string): Promise<SpanText[]> {
  const texts: SpanText[] = [];
  for await (const lines of readJsonLines(path)) {
    for (const { line, value, malformed } of lines) {
      if (malformed) throw notSpan(`${path}, line ${line}`, `${malformed.kind}: ${malformed.found}`);
      const span = spanText.safeParse(value);
      if (!span.success) throw notSpan(`${path}, line ${line}`, schemaMistakes(span.error));
      const { id, ...text } = span.data;
      texts.push({ id: idText(id) ?? String(line), ...text });
    }
  }
  return texts;
}

function notSpan(where: string, found: string): LetheError {
  return new LetheError({
    what: 'the spans cannot be read',
    where,
    expected: 'one JSON object per line, with the texts "prompt" and "target" and optionally "id"',
    found,
    next: 'fix the line',
  });
}

/**
 * Tokenizes spans. A space is put between prompt and target unless one of them brings its own; it belongs to the
 * target. An empty prompt becomes the end of a text.
 * @throws LetheError when an end of text is needed and the tokenizer has none
 */
export function tokenizeSpans(texts: readonly SpanText[], tokenizer: TextTokenizer): Span[] {
  return texts.map(({ id, prompt, target }) => {
    const bare = prompt === '' || /\s$/.test(prompt) || /^\s/.test(target);
    const joined = bare ? target : ` ${target}`;
    const promptTokens = prompt === '' ? [tokenizer.endOfText()] : tokenizer.encode(prompt);
    const targetTokens = tokenizer.encode(joined);
    const whole = tokenizer.encode(prompt + joined);
    const apart = prompt === '' ? targetTokens : [...promptTokens, ...targetTokens];
    return {
      id,
      promptTokens,
      targetTokens,
      targetBytes: Buffer.byteLength(target.trimStart()),
      tokenBoundary: whole.length === apart.length && whole.every((token, i) => token === apart[i]),
    };
  });
}

/** The spans of probes, by the token ids of the probes table. */
export function spansOfProbes(probes: readonly Probe[]): Span[] {
  return probes.map(({ id, promptTokens, targetTokens, target, tokenBoundary }) => ({
    id,
    promptTokens,
    targetTokens,
    targetBytes: Buffer.byteLength(target),
    tokenBoundary,
  }));
}
