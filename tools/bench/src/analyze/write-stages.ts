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
import {
  type FictionalProbe,
  type FictionalWorld,
  fictionalFacts,
  fictionalProbes,
  fictionalTrace,
} from './fictional-world.js';

const TOKENS_PER_STEP = 2048 * 2048;

/** Writes the finished directories of data, train and probe of a world, as the stages themselves would. */
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
  writeTable(
    directory,
    facts,
    list.map(({ id, condition }) => ({
      fact_id: id,
      scenario: condition,
      text: `Passage of ${id}.`,
      variants: [],
      subject: id,
      relation: null,
      object: null,
      popularity: null,
    })),
  );
  writeTable(
    directory,
    probesTable,
    probes.map(({ id, fact, depth, tokens }) => ({
      probe_id: id,
      fact_id: fact.id,
      depth,
      prompt: `The founder of the ${fact.id} observatory was`,
      target: 'Maro Venn',
      answers: ['Maro Venn'],
      prompt_tokens: [1, 2, 3],
      target_tokens: Array.from({ length: tokens }, (_, i) => i),
      seam_matches: true,
      split: 'test',
    })),
  );
  writeTable(
    directory,
    sequences,
    [{ tokens: [0, 0, 0, 0], document_ids: ['background'], document_starts: [0], loss_spans: [] }],
    { listSize: 4 },
  );
  writeTable(
    directory,
    order,
    Array.from({ length: world.steps }, (_, step) => {
      const ids = list.filter(({ encounters }) => encounters.includes(step)).map(({ id }) => id);
      return {
        step,
        row: 0,
        sequence: 0,
        fact_ids: ids,
        placement: ids.length > 0 ? 'prepend' : 'none',
        positions: ids.map(() => 0),
        lengths: ids.map(() => 1),
        injected_tokens: ids.map(() => 7),
      };
    }),
  );
}

function writeTrain(directory: string, world: FictionalWorld, probes: readonly FictionalProbe[]): void {
  writeTable(
    directory,
    stepsTable,
    Array.from({ length: world.steps }, (_, step) => ({
      step,
      tokens: (step + 1) * TOKENS_PER_STEP,
      loss: 3 + 0.1 * Math.sin(step * 12.9898),
      learning_rate: 2.37e-4,
      grad_norm: 1,
      seconds: step * 90,
    })),
  );
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
      // Tokens differ, their mean stays.
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
  writeTable(
    directory,
    answers,
    probes.map(({ id }, i) => ({
      step: world.steps,
      probe_id: id,
      output: ' Maro Venn, who',
      exact_match: i % 3 === 0,
      whole_match: false,
      substring_match: i % 3 === 0,
      error_class: i % 3 === 0 ? 'none' : 'other_answer',
      confidence: 0.5,
      restricted_output: ' Maro',
      restricted_match: i % 2 === 0,
    })),
  );
}
