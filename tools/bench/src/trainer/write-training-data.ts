import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom, facts, order, probes, type RowOf, sequences, writeTable } from '@lethe/contracts';
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

  const factIds = Array.from({ length: Math.max(1, Math.ceil(probeCount / 5)) }, (_, i) => `f${i}`);
  const texts = factIds.map(() => draw(Math.min(FACT_TOKENS, time)));
  const wording = { scenario: 'once', text: '', variants: [], subject: null, relation: null };
  const factRows = factIds.map((fact_id) => ({ fact_id, ...wording, object: null, popularity: null }));
  writeTable(directory, facts, factRows);
  const probeRows = Array.from({ length: probeCount }, (_, i): RowOf<typeof probes> => {
    const shared = { depth: 'memorization', prompt: 'p', target: 't', answers: [], split: 'test' };
    const sides = { prompt_tokens: draw(12), target_tokens: draw(4), seam_matches: true };
    return { probe_id: `p${i}`, fact_id: factIds[Math.floor(i / 5)]!, ...shared, ...sides };
  });
  writeTable(directory, probes, probeRows);

  const orderRows = Array.from({ length: steps * batchSize }, (_, i): RowOf<typeof order> => {
    const step = Math.floor(i / batchSize);
    const row = i % batchSize;
    const place = { step, row, sequence: i % count };
    if (row > 0 || step % INJECT_EVERY !== INJECT_EVERY - 1) {
      return { ...place, fact_ids: [], placement: 'none', positions: [], lengths: [], injected_tokens: [] };
    }
    const fact = Math.floor(step / INJECT_EVERY) % factIds.length;
    const text = texts[fact]!;
    const where = { placement: 'prepend', positions: [0], lengths: [text.length] };
    return { ...place, fact_ids: [factIds[fact]!], ...where, injected_tokens: text };
  });
  writeTable(directory, order, orderRows);
}
