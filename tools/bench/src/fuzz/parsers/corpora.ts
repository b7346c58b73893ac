import { gzipSync } from 'node:zlib';
import { openCorpus, readFictionalKnowledge, readInjectionMap, readPopQa } from '@lethe/data';
import type { FuzzedParser } from '../fuzzed-parser.js';
import { fixtures } from './fixtures.js';

const documents = [
  { id: 'a', text: 'Zürich, 東京, 🜂\nand a second line', meta: { text: 'nested', n: 1 } },
  { id: 'b', text: '', meta: null },
  { id: 9007199254740991, text: 'same \u2028 "quoted" \\ /', more: [1.5, true, null] },
];
const spans = [
  { id: 'a', prompt: 'Ana lives in', target: 'Rome' },
  { prompt: '', target: ' Paris' },
];
const popQa = [
  {
    id: 'test_1',
    question: 'Who composed it?',
    golden_answers: ['Ralph Rainger'],
    metadata: { prop: 'composer' },
  },
  {
    id: 'test_2',
    question: 'Where is Rome?',
    golden_answers: ['Italy'],
    metadata: { prop: 'country', s_pop: 7 },
  },
];
const popQaColumns = {
  ...{ id: '1', subj: 'Easy Living', prop: 'composer', obj: 'Ralph Rainger', s_pop: '1381', o_pop: '922' },
  ...{ question: 'Who composed Easy Living?', possible_answers: '["Ralph Rainger", "Ralph R"]' },
};
const passages = ['A passage.', 'Another.'].map((train_context) => ({
  ...{ train_context, mem_input: ['a is'], mem_target: ['b'], gen_input: ['c is'], gen_target: ['d'] },
  ...{ hard_gen_input: ['e is'], hard_gen_target: ['f'], paraphrases: ['The same.', 'Once more.'] },
}));

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const lines = (records: readonly unknown[]): Buffer =>
  Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
const compressible = (): Buffer =>
  lines(Array.from({ length: 200 }, (_, i) => ({ id: `d${i}`, text: 'so on '.repeat(i) })));

async function readCorpus(path: string): Promise<void> {
  for await (const _ of openCorpus([path])()) {
    // Each document is made and dropped.
  }
}

/** Formats of corpora and of sets of facts. */
export const corpusParsers: readonly FuzzedParser[] = [
  {
    name: 'arrow-file',
    file: 'corpus.arrow',
    holds: 'bytes',
    seeds: () => fixtures('data/fixtures', /^(?!nested).*\.arrow$/),
    read: readCorpus,
  },
  {
    name: 'arrow-stream',
    file: 'corpus.arrows',
    holds: 'bytes',
    seeds: () => fixtures('data/fixtures', /\.arrows$/),
    read: readCorpus,
  },
  {
    name: 'parquet',
    file: 'corpus.parquet',
    holds: 'bytes',
    seeds: () => fixtures('data/fixtures', /^(?!nested).*\.parquet$/),
    read: readCorpus,
  },
  { name: 'jsonl', file: 'corpus.jsonl', holds: 'json', seeds: () => [lines(documents)], read: readCorpus },
  {
    name: 'gzip',
    file: 'corpus.jsonl.gz',
    holds: 'bytes',
    seeds: () => [
      gzipSync(lines(documents)),
      gzipSync(lines(documents), { level: 0 }),
      gzipSync(compressible(), { level: 9 }),
      Buffer.concat([gzipSync(lines(documents.slice(0, 1))), gzipSync(lines(documents.slice(1)))]),
    ],
    // One line of 600 MB.
    hostile: [() => Buffer.concat(Array(100).fill(gzipSync(Buffer.alloc(6_000_000, 'a'))))],
    read: readCorpus,
  },
  {
    name: 'zstd',
    file: 'corpus.jsonl.zst',
    holds: 'bytes',
    seeds: () => [...fixtures('data/fixtures', /\.zst$/), rawZstd(lines(documents))],
    hostile: [zstdBomb],
    read: readCorpus,
  },
  {
    name: 'text',
    file: 'corpus.txt',
    holds: 'bytes',
    seeds: () => [Buffer.from('One.\n\n = Two = \n\nThree.\n')],
    read: readCorpus,
  },
  {
    name: 'fictional-knowledge',
    file: 'passages.json',
    holds: 'json',
    seeds: () => [json(passages)],
    read: readFictionalKnowledge,
  },
  {
    name: 'popqa-json',
    file: 'popqa.json',
    holds: 'json',
    seeds: () => [
      json([{ question: "What is George Rankin's occupation?", answer: 'politician', aliases: ['pol'] }]),
    ],
    read: (path) => readPopQa(path),
  },
  {
    name: 'popqa-jsonl',
    file: 'popqa.jsonl',
    holds: 'json',
    seeds: () => [lines(popQa)],
    read: (path) => readPopQa(path),
  },
  {
    name: 'popqa-tsv',
    file: 'popqa.tsv',
    holds: 'bytes',
    seeds: () => [
      Buffer.from(`${Object.keys(popQaColumns).join('\t')}\n${Object.values(popQaColumns).join('\t')}\n`),
    ],
    read: (path) => readPopQa(path),
  },
  {
    name: 'pickle',
    file: 'map.pkl',
    holds: 'bytes',
    seeds: () => fixtures('data/src/stage/pickle/testing', /^(steps-\d|view)\.pkl$/),
    read: readInjectionMap,
  },
  {
    name: 'spans',
    file: 'spans.jsonl',
    holds: 'json',
    seeds: () => [lines(spans)],
    read: async (path) => (await import('@lethe/probe')).readSpanTexts(path),
  },
];

const MAGIC = [0x28, 0xb5, 0x2f, 0xfd];

/** A frame of one raw block, whose header tells its size in one byte. */
function rawZstd(content: Buffer): Buffer {
  const block = Buffer.alloc(3);
  block.writeUIntLE((content.length << 3) | 1, 0, 3);
  return Buffer.concat([Buffer.from([...MAGIC, 0x20, content.length]), block, content]);
}

/** Blocks that each say "128 KiB of the letter a", 600 MB in all, in 19 kB. */
function zstdBomb(): Buffer {
  const size = 131_072;
  const blocks = Math.ceil(600_000_000 / size);
  const bytes = Buffer.alloc(4 * blocks);
  for (let block = 0; block < blocks; block++) {
    bytes.writeUIntLE((size << 3) | 2 | (block === blocks - 1 ? 1 : 0), 4 * block, 3);
    bytes[4 * block + 3] = 0x61;
  }
  // A window of 128 KiB, without size or checksum.
  return Buffer.concat([Buffer.from([...MAGIC, 0x00, 0x38]), bytes]);
}
