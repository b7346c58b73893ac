import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { locateFile } from '../../../corpus/files/locate-file.js';
import { locationSpec } from '../../../corpus/files/location.js';
import { defineTokenizerType } from './tokenizer-type.js';

export const fileType = defineTokenizerType({
  name: 'file',
  description: 'a Hugging Face tokenizer.json of any kind',
  options: {
    location: locationSpec,
    endOfText: z
      .string()
      .optional()
      .describe(
        'the token after each document; by default the first of <|endoftext|>, <|end_of_text|>, </s>, <eos>, [SEP] that the file has',
      ),
  },
  async open({ location, endOfText: wanted }, context) {
    const { loadTokenizer, TOKENIZER_CONFIG_FILE, tokenizerOfJson, toTokenizerConfigJson } = await import(
      '@lethe/tokenizers'
    );
    const path = await locateFile(location, context);
    const json = readFileSync(path, 'utf8');
    const { endOfText, decode } = tokenizerOfJson(json, path, { endOfText: wanted });
    const token = wanted ?? decode([endOfText]);
    return {
      // The file as it stands; beside it the end-of-text token, for those who read it later.
      finish(_, out) {
        writeFileSync(join(out, 'tokenizer.json'), json);
        writeFileSync(join(out, TOKENIZER_CONFIG_FILE), toTokenizerConfigJson(token));
        return loadTokenizer(join(out, 'tokenizer.json'));
      },
    };
  },
});
