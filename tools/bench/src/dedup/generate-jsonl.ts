import * as z from 'zod';
import { writeJsonl } from '../inputs/write-jsonl.js';
import { runBenchmark } from '../run-benchmark.js';
import { createPlanter, spellWord } from './planted-documents.js';

const share = z.number().min(0).max(1);

await runBenchmark({
  name: 'generate-jsonl',
  description: 'a corpus of invented words with exact and near-duplicates of known similarity, any size',
  options: {
    out: z.string().describe('JSONL file to write'),
    gigabytes: z.number().positive().default(1).describe('size of the file, in 10^9 bytes'),
    words: z.int().min(1).default(60).describe('mean words of a document'),
    exact: share.default(0.1).describe('fraction of documents that copy another'),
    near: share.default(0.1).describe('fraction that nearly do'),
    jaccard: share.default(0.9).describe('similarity of near-duplicates'),
    shingle: z.int().min(1).default(5).describe('words of the shingles that it counts'),
    seed: z.int().default(1).describe('seed'),
  },
  run: async ({ out, gigabytes, ...shape }) => {
    const begin = performance.now();
    const planter = createPlanter(shape);
    const spelled = Array.from({ length: 1 << 16 }, (_, word) => spellWord(word));
    const counts = { original: 0, exact: 0, near: 0 };
    function* records() {
      for (let index = 0; ; index++) {
        const { kind, origin, words } = planter(index);
        let text = spelled[words[0]!]!;
        for (let i = 1; i < words.length; i++) text += ` ${spelled[words[i]!]}`;
        yield { id: `d${index}`, text, kind, origin: `d${origin}` };
        counts[kind]++;
      }
    }
    const { documents, bytes } = writeJsonl(out, records(), (_, bytes) => bytes >= gigabytes * 1e9);
    const seconds = (performance.now() - begin) / 1000;
    const { original, exact, near } = counts;
    console.log(
      `${documents} documents (${original} original, ${exact} exact and ${near} near-duplicates), ${bytes} bytes in ${seconds.toFixed(1)} s, ${(bytes / 1e6 / seconds).toFixed(0)} MB/s`,
    );
  },
});
