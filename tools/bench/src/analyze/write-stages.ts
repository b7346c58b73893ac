import { join } from 'node:path';
import {
  answers,
  createTableWriter,
  dataContract,
  facts,
  order,
  probeContract,
  probes as probesTable,
  type RunDirectories,
  runStage,
  type StageContract,
  sequences,
  steps as stepsTable,
  trace,
  trainContract,
  writeTable,
} from '@lethe/contracts';
import { factRow, orderRow, probeRow } from '../inputs/table-rows.js';
import {
  type FictionalProbe,
  type FictionalWorld,
  fictionalFacts,
  fictionalProbes,
  fictionalTrace,
} from './fictional-world.js';

const TOKENS_PER_STEP = 2048 * 2048;

/** Writes finished data, train and probe directories of a world, as the stages themselves would. */
export async function writeStages(directory: string, world: FictionalWorld): Promise<RunDirectories> {
  const at = (stage: string): string => join(directory, stage);
  const run = { id: 'main', values: {}, data: at('data'), train: at('train'), probe: at('probe') };
  const probes = fictionalProbes(fictionalFacts(world));
  const finish = (stage: StageContract, write: () => void) =>
    runStage(
      {
        stage,
        out: at(stage.name),
        producer: { name: `@lethe/bench ${stage.name}`, version: '1.0.0', fingerprint: 'none' },
        config: { world },
        seed: world.seed,
        settings: {},
        inputs: stage.reads.map((input) => ({ stage: input, directory: at(input) })),
      },
      async () => {
        write();
        return undefined;
      },
    );
  await finish(dataContract, () => writeData(run.data, world, probes));
  await finish(trainContract, () => writeTrain(run.train, world, probes));
  await finish(probeContract, () => writeProbe(run.probe, world, probes));
  return run;
}

function writeData(directory: string, world: FictionalWorld, probes: readonly FictionalProbe[]): void {
  const list = fictionalFacts(world);
  const factRows = list.map(({ id, condition }) => factRow(id, condition, `Passage of ${id}.`));
  writeTable(directory, facts, factRows);
  const probeRows = probes.map(({ id, fact, depth, tokens }) =>
    probeRow(
      id,
      fact.id,
      depth,
      [1, 2, 3],
      Array.from({ length: tokens }, (_, i) => i),
    ),
  );
  writeTable(directory, probesTable, probeRows);
  const row = { tokens: [0, 0, 0, 0], document_ids: ['background'], document_starts: [0], loss_spans: [] };
  writeTable(directory, sequences, [row], { listSize: 4 });
  const orderRows = Array.from({ length: world.steps }, (_, step) => {
    const injected = list.filter(({ encounters }) => encounters.includes(step));
    return orderRow(
      { step, row: 0, sequence: 0 },
      injected.map(({ id }) => ({ fact: id, tokens: [7] })),
    );
  });
  writeTable(directory, order, orderRows);
}

function writeTrain(directory: string, world: FictionalWorld, probes: readonly FictionalProbe[]): void {
  const stepRows = Array.from({ length: world.steps }, (_, step) => ({
    ...{ step, tokens: (step + 1) * TOKENS_PER_STEP, loss: 3 + 0.1 * Math.sin(step * 12.9898) },
    ...{ learning_rate: 2.37e-4, grad_norm: 1, seconds: step * 90 },
  }));
  writeTable(directory, stepsTable, stepRows);
  const ids = probes.map(({ id }) => id);
  const offsets = new Int32Array(probes.length + 1);
  probes.forEach(({ tokens }, p) => {
    offsets[p + 1] = offsets[p]! + tokens;
  });
  const writer = createTableWriter(directory, trace);
  let update = 0;
  for (const means of fictionalTrace(world, probes)) {
    const values = new Float32Array(offsets[probes.length]!);
    means.forEach((mean, p) => {
      // Tokens differ; their mean is that of the curve.
      const { tokens } = probes[p]!;
      for (let i = 0; i < tokens; i++) values[offsets[p]! + i] = mean + 0.2 * (i - (tokens - 1) / 2);
    });
    writer.write({
      step: new Int32Array(probes.length).fill(update++),
      probe_id: ids,
      token_logprobs: { offsets, values },
      first_token_rank: new Int32Array(probes.length).fill(3),
      greedy_match: ids.map(() => false),
    });
  }
  writer.close();
}

function writeProbe(directory: string, world: FictionalWorld, probes: readonly FictionalProbe[]): void {
  writeTable(directory, trace, []);
  const answerRows = probes.map(({ id }, i) => ({
    ...{ step: world.steps, probe_id: id, output: ' Maro Venn, who', confidence: 0.5 },
    ...{ exact_match: i % 3 === 0, whole_match: false, substring_match: i % 3 === 0 },
    error_class: i % 3 === 0 ? 'none' : 'other_answer',
    ...{ restricted_output: ' Maro', restricted_match: i % 2 === 0 },
  }));
  writeTable(directory, answers, answerRows);
}
