import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  answers,
  backgroundEncounters,
  createRandom,
  createTableWriter,
  dataContract,
  facts,
  order,
  probeContract,
  probes,
  type RowOf,
  type RunDirectories,
  runStage,
  sequences,
  steps,
  trace,
  trainContract,
  writeTable,
} from '@lethe/contracts';

/** A world whose acquisition and forgetting follow a closed form, as the stages before analyze would write it. */
export interface SyntheticWorld {
  /** Facts per condition. */
  facts: Record<string, number>;
  depths: readonly string[];
  probesPerDepth: number;
  /** Training steps. */
  steps: number;
  start: number;
  interval: number;
  count: number;
  /** Numbers of updates after which probes are measured. */
  updates: readonly number[];
  /** Facts fall into this many groups, whose encounters are spread evenly over the interval; 1 for none. */
  groups?: number;
  /** Encounters of the facts of conditions that the background tells, at random steps instead of the above. */
  told?: Record<string, number>;
  /** Whether facts are also measured just before and just after their own encounters. */
  ownEncounters?: boolean;
  /** Standard deviation of each measurement, nats. */
  noise: number;
  seed: number;
  /** In the place of the interval, of some conditions. */
  intervals?: Record<string, number>;
  /** What every probe gains from the background in the long run, nats per token; 0.8 unless given. */
  drift?: number;
  /** In the place of the gains and decay constants of some conditions. */
  laws?: Record<string, { gain: number; decay: number }>;
  /** 0.001 unless given. */
  learningRate?: number;
  /** Laid over the sections that the manifests of data and train tell. */
  config?: { data?: object; model?: object; train?: object };
}

/** Gain per encounter in nats per token and decay constant per decade, of each condition. */
const law: Record<string, { gain: number; decay: number }> = {
  duplication: { gain: 0.5, decay: 0.22 },
  paraphrase: { gain: 0.36, decay: 0.17 },
  once: { gain: 0.55, decay: 0.22 },
  control: { gain: 0, decay: 0 },
};
const depthGain: Record<string, number> = { memorization: 1, semantic: 0.7, composition: 0.35 };

/** Every update for `dense` updates after each injection, every `sparse` otherwise. */
export function denseAfterInjections(
  world: Omit<SyntheticWorld, 'updates'>,
  dense: number,
  sparse: number,
): number[] {
  const { start, interval, count } = world;
  return Array.from({ length: world.steps + 1 }, (_, u) => u).filter((u) => {
    const since = Math.min(
      u - start,
      ...Array.from({ length: count }, (_, k) => u - start - k * interval).filter((d) => d >= 0),
    );
    return u % sparse === 0 || u === world.steps || (since >= 0 && since <= dense);
  });
}

/** Expected log-probability of a probe minus its base, after `update` updates. */
export function syntheticGain(world: SyntheticWorld, factId: string, depth: string, update: number): number {
  const condition = factId.split('-')[0]!;
  const { gain, decay } = world.laws?.[condition] ?? law[condition] ?? law.duplication!;
  let sum = 0;
  for (const step of encounterSteps(world, factId)) {
    const since = update - step;
    if (since < 1) continue;
    sum += gain * (depthGain[depth] ?? 0.5) * (1 - Math.exp(-since / 3)) * (1 - decay * Math.log10(since));
  }
  return sum;
}

/** What every probe gains from the background, facts that are never injected included. */
export const syntheticDrift = (world: SyntheticWorld, update: number): number =>
  (world.drift ?? 0.8) * (1 - Math.exp(-update / (world.steps / 4)));

function encounterSteps(world: SyntheticWorld, factId: string): number[] {
  const { start, count, groups = 1 } = world;
  const [condition, place] = factId.split('-');
  if (condition === 'control') return [];
  if (world.told?.[condition!] !== undefined) return toldSteps(world, factId, world.told[condition!]!);
  const interval = world.intervals?.[condition!] ?? world.interval;
  const offset = Math.floor(((Number(place) % groups) * interval) / groups);
  return Array.from({ length: condition === 'once' ? 1 : count }, (_, k) => start + offset + k * interval);
}

const knownSteps = new WeakMap<SyntheticWorld, Map<string, number[]>>();

function toldSteps(world: SyntheticWorld, factId: string, count: number): number[] {
  const ofWorld = knownSteps.get(world) ?? new Map<string, number[]>();
  knownSteps.set(world, ofWorld);
  const random = createRandom(world.seed, `synthetic told/${factId}`);
  const steps =
    ofWorld.get(factId) ?? Array.from({ length: count }, () => random.int(world.steps)).sort((a, b) => a - b);
  ofWorld.set(factId, steps);
  return steps;
}

/** Writes finished stage directories of one run below `directory`. */
export async function writeSyntheticRun(
  directory: string,
  world: SyntheticWorld,
  id = 'main',
  values: RunDirectories['values'] = {},
): Promise<RunDirectories> {
  const at = (stage: string): string => join(directory, id === 'main' ? stage : `${stage}--${id}`);
  const run = { id, values, data: at('data'), train: at('train'), probe: at('probe') };
  const producer = (name: string) => ({ name: `@synthetic/${name}`, version: '1.0.0', fingerprint: 'none' });
  const common = { settings: {}, seed: world.seed };
  mkdirSync(directory, { recursive: true });
  await runStage(
    {
      ...common,
      stage: dataContract,
      out: run.data,
      producer: producer('data'),
      config: world.config ? { data: { seed: world.seed, ...world.config.data } } : { world },
      inputs: [],
    },
    async () => writeData(run.data, world),
  );
  const model = { architecture: 'gpt2', layers: 4, heads: 4, width: 256, ...world.config?.model };
  await runStage(
    {
      ...common,
      stage: trainContract,
      out: run.train,
      producer: producer('train'),
      config: world.config ? { model, train: { seed: world.seed, ...world.config.train } } : { model },
      inputs: [{ stage: 'data', directory: run.data }],
    },
    async () => writeTrain(run.train, world),
  );
  await runStage(
    {
      ...common,
      stage: probeContract,
      out: run.probe,
      producer: producer('probe'),
      config: {},
      inputs: [
        { stage: 'data', directory: run.data },
        { stage: 'train', directory: run.train },
      ],
    },
    async () => writeProbe(run.probe, world),
  );
  return run;
}

function factRows(world: SyntheticWorld): RowOf<typeof facts>[] {
  return Object.entries(world.facts).flatMap(([scenario, count]) =>
    Array.from({ length: count }, (_, i) => ({
      fact_id: `${scenario}-${i}`,
      scenario,
      text: `Passage ${i} of ${scenario}.`,
      variants: [],
      subject: `entity ${i}`,
      relation: null,
      object: null,
      popularity: null,
    })),
  );
}

function probeRows(world: SyntheticWorld): RowOf<typeof probes>[] {
  return factRows(world).flatMap(({ fact_id }) =>
    world.depths.flatMap((depth) =>
      Array.from({ length: world.probesPerDepth }, (_, j) => ({
        probe_id: `${fact_id}-${depth}-${j}`,
        fact_id,
        depth,
        prompt: `The founder of the ${fact_id} observatory of world ${world.seed}, who also drew <its> first chart & map, was`,
        target: 'Maro Venn',
        answers: ['Maro Venn'],
        prompt_tokens: [1, 2, 3],
        target_tokens: [4, 5],
        token_boundary: true,
        split: 'test',
      })),
    ),
  );
}

function writeData(directory: string, world: SyntheticWorld): undefined {
  writeTable(directory, facts, factRows(world));
  writeTable(directory, probes, probeRows(world));
  writeTable(
    directory,
    sequences,
    [{ tokens: [0, 0, 0, 0], document_ids: ['background'], document_starts: [0], loss_spans: [] }],
    { listSize: 4 },
  );
  const injected = new Map<number, string[]>();
  const isTold = ({ scenario }: { scenario: string }): boolean => world.told?.[scenario] !== undefined;
  const told = factRows(world).filter(isTold);
  if (told.length > 0) {
    const met = told.map(({ fact_id }) => ({ fact_id, steps: encounterSteps(world, fact_id) }));
    writeTable(
      directory,
      backgroundEncounters,
      met.map((row) => ({ ...row, rows: row.steps.map(() => 0) })),
    );
  }
  for (const { fact_id } of factRows(world).filter((row) => !isTold(row))) {
    for (const step of encounterSteps(world, fact_id)) {
      injected.set(step, [...(injected.get(step) ?? []), fact_id]);
    }
  }
  writeTable(
    directory,
    order,
    Array.from({ length: world.steps }, (_, step) => {
      const ids = injected.get(step) ?? [];
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

function writeTrain(directory: string, world: SyntheticWorld): { backend: string } {
  writeTable(
    directory,
    steps,
    Array.from({ length: world.steps }, (_, step) => ({
      step,
      tokens: (step + 1) * 4096,
      loss: 3 + 6 * Math.exp(-step / (world.steps / 8)) + 0.15 * Math.sin(step * 12.9898),
      learning_rate: world.learningRate ?? 1e-3,
      grad_norm: 1,
      seconds: step * 0.1,
    })),
  );
  const writer = createTableWriter(directory, trace);
  const random = createRandom(world.seed, 'synthetic trace');
  const rows = probeRows(world);
  const place = new Map(rows.map((row, i) => [row, i]));
  const base = rows.map(() => -6 + 0.6 * random.normal());
  const size = rows.map(() => Math.max(0.2, 1 + 0.3 * random.normal()));
  for (const [update, measured] of measurements(world)) {
    const drift = syntheticDrift(world, update);
    const chosen = rows.filter((row) => measured === 'all' || measured.has(row.fact_id));
    const tokens = chosen.flatMap((row) => {
      const p = place.get(row)!;
      const gain = size[p]! * syntheticGain(world, row.fact_id, row.depth, update);
      const value = base[p]! + drift + gain + world.noise * random.normal();
      return [value - 0.2, value + 0.2];
    });
    writer.write({
      step: new Int32Array(chosen.length).fill(update),
      probe_id: chosen.map((row) => row.probe_id),
      token_logprobs: {
        offsets: Int32Array.from({ length: chosen.length + 1 }, (_, i) => 2 * i),
        values: Float32Array.from(tokens),
      },
      first_token_rank: new Int32Array(chosen.length).fill(3),
      greedy_match: chosen.map(() => false),
    });
  }
  writer.close();
  return { backend: 'tensorflow' };
}

/** Which facts are measured after which updates, ascending. */
function measurements(world: SyntheticWorld): [number, Set<string> | 'all'][] {
  const found = new Map<number, Set<string> | 'all'>(world.updates.map((update) => [update, 'all']));
  for (const { fact_id } of world.ownEncounters ? factRows(world) : []) {
    for (const update of encounterSteps(world, fact_id).flatMap((step) => [step, step + 1])) {
      const known = found.get(update) ?? new Set<string>();
      if (known !== 'all') found.set(update, known.add(fact_id));
    }
  }
  return [...found].sort(([a], [b]) => a - b);
}

function writeProbe(directory: string, world: SyntheticWorld): { backend: string } {
  writeTable(directory, trace, []);
  writeTable(
    directory,
    answers,
    probeRows(world).map(({ probe_id }, i) => ({
      step: world.steps,
      probe_id,
      output: i % 3 === 0 ? ' Maro Venn, who' : ' the </script><b>first\u0007 of the',
      exact_match: i % 3 === 0,
      whole_match: false,
      substring_match: i % 3 === 0,
      error_class: i % 3 === 0 ? 'none' : 'other_answer',
      confidence: 0.5,
      restricted_output: i % 2 === 0 ? ' Maro' : ' the',
      restricted_match: i % 2 === 0,
    })),
  );
  return { backend: 'tensorflow' };
}
