import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LetheError, type StageContext } from '@lethe/contracts';
import {
  type ByteBpe,
  byteTokens,
  createByteBpeTokenizer,
  gpt2Bpe,
  loadTokenizer,
  TOKENIZER_CONFIG_FILE,
  type Tokenizer,
  tokenizerOfJson,
  toTokenizerConfigJson,
  toTokenizerJson,
  toWordTokenizerJson,
  trainByteBpe,
  WordCounter,
} from '@lethe/tokenizers';
import type { CorpusDocument } from '../../corpus/documents/corpus-document.js';
import type { Fact } from '../../corpus/facts/fact-set.js';
import { locateFile } from '../../corpus/files/locate-file.js';
import type { DataSpec } from '../options/data.js';
import type { SymbolicVocabulary } from '../worlds/symbolic/symbolic-vocabulary.js';

/** A tokenizer in the making: it is shown the background while that is read, and finished afterwards. */
export interface TokenizerMaker {
  add(documents: readonly CorpusDocument[]): void;
  /** Writes tokenizer.json into `out`. */
  finish(facts: readonly Fact[], out: string): Tokenizer;
}

/**
 * Makes the tokenizer that `data.tokenizer` names.
 * @param symbols vocabulary of the symbolic world, where the facts are of one
 * @throws LetheError when symbols are asked for where there are none, or a file is absent, cannot be read, or has no
 * such end-of-text token
 */
export async function makeTokenizer(
  spec: DataSpec['tokenizer'],
  baseDirectory: string,
  context: StageContext,
  symbols?: SymbolicVocabulary,
): Promise<TokenizerMaker> {
  const finish = (bpe: ByteBpe, out: string): Tokenizer => {
    writeFileSync(join(out, 'tokenizer.json'), toTokenizerJson(bpe));
    return createByteBpeTokenizer(bpe);
  };
  switch (spec.type) {
    case 'bytes':
      return { add: () => {}, finish: (_, out) => finish(byteTokens(), out) };
    case 'symbolic':
      return spellSymbols(symbols);
    case 'gpt2': {
      const bpe = await gpt2Bpe();
      return { add: () => {}, finish: (_, out) => finish(bpe, out) };
    }
    case 'file': {
      const path = await locateFile(spec.location, { baseDirectory, ...context });
      return copyTokenizer(path, spec.endOfText);
    }
    case 'byte-bpe': {
      const words = new WordCounter();
      return {
        add(documents) {
          for (const { text } of documents) words.add(text);
        },
        finish(facts, out) {
          // Texts of all facts, controls too, and no variants: no scenario gets a tokenizer made for it.
          for (const { text } of facts) words.add(text);
          if (words.forgotten > 0) {
            const count = words.forgotten.toLocaleString('en-US');
            context.log(`tokenizer: ${count} occurrences of rare words were left out of its training`);
          }
          return finish(trainByteBpe(words, spec.vocabSize), out);
        },
      };
    }
  }
}

function spellSymbols(symbols: SymbolicVocabulary | undefined): TokenizerMaker {
  if (!symbols) {
    throw new LetheError({
      what: 'only the symbolic world has a vocabulary of symbols',
      where: 'data.tokenizer.type: symbolic',
      expected: 'data.facts.source: symbolic',
      found: 'facts of another source',
      next: 'choose another tokenizer, such as byte-bpe',
    });
  }
  return {
    add: () => {},
    finish(_, out) {
      writeFileSync(join(out, 'tokenizer.json'), toWordTokenizerJson(symbols.words));
      return symbols.tokenizer;
    },
  };
}

/** The file as it stands; beside it the end-of-text token, for those who read it later. */
function copyTokenizer(path: string, wanted: string | undefined): TokenizerMaker {
  const json = readFileSync(path, 'utf8');
  const { endOfText, decode } = tokenizerOfJson(json, path, { endOfText: wanted });
  const token = wanted ?? decode([endOfText]);
  return {
    add: () => {},
    finish(_, out) {
      writeFileSync(join(out, 'tokenizer.json'), json);
      writeFileSync(join(out, TOKENIZER_CONFIG_FILE), toTokenizerConfigJson(token));
      return loadTokenizer(join(out, 'tokenizer.json'));
    },
  };
}
