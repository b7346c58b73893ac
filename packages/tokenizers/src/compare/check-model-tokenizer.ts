import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { LetheError } from '@lethe/contracts';
import { TOKENIZER_FILE } from '../end-of-text.js';
import { parseTokenizerJson } from '../tokenizer-file.js';
import { compareTokenizers, type TokenizerDifference } from './compare-tokenizers.js';
import { findModelTokenizer } from './find-model-tokenizer.js';
import { readTokenizerContent, type TokenizerContent } from './tokenizer-content.js';

/** A model and the tokens that it is to read. */
export interface ModelReading {
  /** Directory of the model. */
  model: string;
  /** `tokenizer.json` of the tokens: of a data directory, or any other. */
  tokenizer: string;
  log: (line: string) => void;
  /** What the user can do about another tokenizer than the model's, which is given. */
  next: (trained: string) => string;
}

/** Whether the tokenizers are the same; `extended` where one has more added tokens. */
export type TokenizerMatch = 'same' | 'extended' | 'unknown';

/**
 * Refuses to let a model read the tokens of another tokenizer: every id would stand for another text, and nothing else
 * would show it. Compares contents, not files; see `compareTokenizers` for what may differ.
 * @throws LetheError that names both files and all in which they differ
 */
export function checkModelTokenizer({ model, tokenizer: read, log, next }: ModelReading): TokenizerMatch {
  const trained = findModelTokenizer(model, dirname(read));
  if (trained === undefined || !existsSync(read)) {
    const why = trained
      ? 'there is no such file'
      : `there is no ${TOKENIZER_FILE} beside its weights, and no manifest leads to its data`;
    log(
      `warning: whether ${model} was trained with the tokenizer ${read} cannot be checked: ${why}. With another tokenizer all numbers mean nothing`,
    );
    return 'unknown';
  }
  const [ours, theirs] = [readFile(trained), readFile(read)];
  // Most are copies; a large vocabulary takes a second to read.
  if (ours.equals(theirs)) return 'same';
  const { differences, onlyFirst, onlySecond } = compareTokenizers(
    content(ours, trained),
    content(theirs, read),
  );
  if (differences.length > 0) {
    const side = (key: 'first' | 'second'): string =>
      differences
        .map((difference: TokenizerDifference) => `${difference.what}: ${difference[key]}`)
        .join('; ');
    throw new LetheError({
      what: 'the model was trained with another tokenizer, in which the same ids are other tokens',
      where: model,
      expected: `${trained}: ${side('first')}`,
      found: `${read}: ${side('second')}`,
      next: next(trained),
    });
  }
  for (const [path, other, tokens] of [
    [trained, read, onlyFirst],
    [read, trained, onlySecond],
  ] as const) {
    if (tokens.length === 0) continue;
    const shown = tokens.slice(0, 5).map((token) => JSON.stringify(token));
    log(
      `tokenizers: ${path} has ${tokens.length} added tokens that ${other} has not, the rest is the same: ${shown.join(', ')}${tokens.length > 5 ? ', ...' : ''}`,
    );
  }
  return onlyFirst.length + onlySecond.length > 0 ? 'extended' : 'same';
}

function content(json: Buffer, path: string): TokenizerContent {
  return readTokenizerContent(parseTokenizerJson(json.toString('utf8'), path), path);
}

function readFile(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new LetheError(
      { what: 'the tokenizer cannot be read', where: path, found: (error as Error).message },
      { cause: error },
    );
  }
}
