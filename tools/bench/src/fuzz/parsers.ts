import type { FuzzedParser } from './fuzzed-parser.js';
import { corpusParsers } from './parsers/corpora.js';
import { logParsers } from './parsers/logs.js';
import { modelParsers } from './parsers/models.js';
import { stageParsers } from './parsers/stages.js';
import { tokenizerParsers } from './parsers/tokenizers.js';

/** Every parser that is fuzzed. */
export const fuzzedParsers: readonly FuzzedParser[] = [
  ...corpusParsers,
  ...stageParsers,
  ...tokenizerParsers,
  ...modelParsers,
  ...logParsers,
];
