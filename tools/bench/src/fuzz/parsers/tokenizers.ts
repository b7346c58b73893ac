import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadTokenizer, openTokenizer } from '@lethe/tokenizers';
import type { FuzzedParser } from '../fuzzed-parser.js';
import { fixtures } from './fixtures.js';

const TEXT = "It's what they'd said: 112 cats, Zürich 東京 🜂\n\n  a\u0301 <s> [UNK] Σας.";

/** One of every kind: byte-level BPE with several rules, BPE of SentencePiece, Unigram, WordPiece, words, rarer pipelines. */
const kinds = (): Buffer[] =>
  fixtures('tokenizers/src/testing/golden', /\.json$/).flatMap((golden) => {
    const { tokenizer, tokenizers = [] } = JSON.parse(golden.toString());
    const texts = tokenizers.map((one: { tokenizer: string }) => one.tokenizer);
    return [...(tokenizer ? [JSON.stringify(tokenizer)] : []), ...texts].map((text) => Buffer.from(text));
  });

/** Tokenizers, and what may lie beside one. */
export const tokenizerParsers: readonly FuzzedParser[] = [
  {
    name: 'tokenizer.json',
    file: 'tokenizer.json',
    holds: 'json',
    seeds: kinds,
    read: (path) => {
      const tokenizer = openTokenizer(path);
      tokenizer.decode(tokenizer.encode(TEXT));
    },
  },
  {
    name: 'tokenizer_config.json',
    file: 'tokenizer_config.json',
    holds: 'json',
    seeds: (directory) => {
      writeFileSync(join(directory, 'tokenizer.json'), kinds()[0]!);
      return [
        Buffer.from('{"eos_token": "<|endoftext|>", "model_max_length": 1e30}'),
        Buffer.from('{"eos_token": {"content": "<|endoftext|>", "lstrip": false}}'),
      ];
    },
    read: (path) => loadTokenizer(join(dirname(path), 'tokenizer.json')),
  },
];
