import yargs from 'yargs';
import { PlantedWriter } from './jsonl-writer.js';
import { createPlanter } from './planted-documents.js';

const options = await yargs(process.argv.slice(2))
  .scriptName('generate-jsonl')
  .usage('$0: a corpus of invented words with exact and near-duplicates of known similarity, any size')
  .option('out', { type: 'string', demandOption: true, requiresArg: true, describe: 'JSONL file to write' })
  .option('gigabytes', { type: 'number', default: 1, describe: 'size of the file, in 10^9 bytes' })
  .option('words', { type: 'number', default: 60, describe: 'mean words of a document' })
  .option('exact', { type: 'number', default: 0.1, describe: 'fraction of documents that copy another' })
  .option('near', { type: 'number', default: 0.1, describe: 'fraction that nearly do' })
  .option('jaccard', { type: 'number', default: 0.9, describe: 'similarity of near-duplicates' })
  .option('shingle', { type: 'number', default: 5, describe: 'words of the shingles that it counts' })
  .option('seed', { type: 'number', default: 1, describe: 'seed' })
  .strict()
  .parse();

const begin = performance.now();
const planter = createPlanter(options);
const writer = new PlantedWriter(options.out);
let documents = 0;
while (writer.bytes < options.gigabytes * 1e9) {
  writer.add(documents, planter(documents));
  documents++;
}
writer.close();
const seconds = (performance.now() - begin) / 1000;
const { original, exact, near } = writer.counts;
console.log(
  `${documents} documents (${original} original, ${exact} exact and ${near} near-duplicates), ${writer.bytes} bytes in ${seconds.toFixed(1)} s, ${(writer.bytes / 1e6 / seconds).toFixed(0)} MB/s`,
);
