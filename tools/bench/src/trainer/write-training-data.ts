import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom, facts, order, probes, sequences, writeTable } from '@lethe/contracts';
import { factRow, orderRow, probeRow } from '../inputs/table-rows.js';
import { benchCase, drawTokens, type Shape } from '../train-step/bench-case.js';

/** Steps between two injections; each puts one fact into one row. */
const INJECT_EVERY = 100;
const FACT_TOKENS = 20;

/**
 * Writes a data directory for a training of `steps` steps of a shape: random rows with Zipf frequencies, a fact injected
 * now and then, and probes with prompts of 12 tokens and targets of 4, five for each fact.
 */
export function writeTrainingData(
  directory: string,
  shape: Shape,
  { steps, probeCount }: { steps: number; probeCount: number },
): void {
  const { time, batchSize, vocabSize } = shape;
  const random = createRandom(1, 'bench training data');
  const draw = (count: number): number[] => Array.from({ length: count }, () => random.int(vocabSize));
  const vocab = Object.fromEntries(Array.from({ length: vocabSize }, (_, id) => [`t${id}`, id]));
  writeFileSync(join(directory, 'tokenizer.json'), JSON.stringify({ model: { vocab } }));

  const tokens = drawTokens(benchCase(shape));
  const count = tokens.length / time;
  const rows = Array.from({ length: count }, (_, i) => ({
    tokens: [...tokens.subarray(i * time, (i + 1) * time)],
    document_ids: [`d${i}`],
    document_starts: [0],
    loss_spans: [],
  }));
  writeTable(directory, sequences, rows, { listSize: time });

  const injectable = Array.from({ length: Math.max(1, Math.ceil(probeCount / 5)) }, (_, i) => ({
    fact: `f${i}`,
    tokens: draw(Math.min(FACT_TOKENS, time)),
  }));
  const factRows = injectable.map(({ fact }) => factRow(fact, 'once', ''));
  writeTable(directory, facts, factRows);
  const probeRows = Array.from({ length: probeCount }, (_, i) =>
    probeRow(`p${i}`, `f${Math.floor(i / 5)}`, 'memorization', draw(12), draw(4)),
  );
  writeTable(directory, probes, probeRows);
  const orderRows = Array.from({ length: steps * batchSize }, (_, i) => {
    const step = Math.floor(i / batchSize);
    const row = i % batchSize;
    const isInjected = row === 0 && step % INJECT_EVERY === INJECT_EVERY - 1;
    const fact = injectable[Math.floor(step / INJECT_EVERY) % injectable.length]!;
    return orderRow({ step, row, sequence: i % count }, isInjected ? [fact] : []);
  });
  writeTable(directory, order, orderRows);
}
