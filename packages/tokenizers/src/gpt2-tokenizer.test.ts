import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toCharacters } from './byte-alphabet.js';
import type { ByteBpe } from './byte-bpe.js';
import { gpt2Bpe, gpt2Tokenizer } from './gpt2-tokenizer.js';
import { loadTokenizer } from './load-tokenizer.js';
import { toTokenizerJson } from './tokenizer-file.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-gpt2-'));
let bpe: ByteBpe;
beforeAll(async () => {
  bpe = await gpt2Bpe();
});
afterAll(() => rmSync(directory, { recursive: true }));

test('merges are those of the published vocab.bpe, byte by byte', () => {
  const lines = bpe.merges.map(([left, right]) =>
    [left, right].map((id) => toCharacters(bpe.tokens[id]!)).join(' '),
  );
  const file = `#version: 0.2\n${lines.join('\n')}\n`;
  // The hash by which OpenAI's tiktoken checks its download of the file.
  expect(createHash('sha256').update(file).digest('hex')).toBe(
    '1ce1664773c50f3e0cc8842619a93edc4624525b728b188a9e0be33b7726adc5',
  );
});

test('ids are those of GPT-2, from the file that is written too', async () => {
  const path = join(directory, 'tokenizer.json');
  writeFileSync(path, toTokenizerJson(bpe));
  // Hugging Face tokenizers 0.23.2 (Python) on that file.
  const reference: [string, number[]][] = [
    ['Hello world<|endoftext|>', [15496, 995, 50256]],
    [
      ' café 日本語 😀\u{1f468}\u200d\u{1f469}',
      [40304, 10545, 245, 98, 17312, 105, 45739, 252, 30325, 222, 41840, 101, 447, 235, 41840, 102],
    ],
    ['  two   spaces\t\ttabs\n\n\n end ', [220, 734, 220, 220, 9029, 197, 197, 8658, 82, 628, 198, 886, 220]],
    ["don't DON'T we'll 12345 3.14", [9099, 470, 23917, 6, 51, 356, 1183, 17031, 2231, 513, 13, 1415]],
    ['a\u0085b\ufeff c\u00a0\u3000d', [64, 126, 227, 65, 171, 119, 123, 269, 1849, 5099, 222, 67]],
  ];
  for (const tokenizer of [await gpt2Tokenizer(), loadTokenizer(path)]) {
    expect([tokenizer.vocabSize, tokenizer.endOfText]).toEqual([50257, 50256]);
    for (const [text, ids] of reference) {
      expect(Array.from(tokenizer.encode(text)), text).toEqual(ids);
      expect(tokenizer.decode(ids)).toBe(text);
    }
  }
});
