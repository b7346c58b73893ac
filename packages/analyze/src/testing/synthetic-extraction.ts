import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  answers,
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

/** One run of a symbolic world with K templates per subject, as the stages before analyze would write it. */
export interface SyntheticExtraction {
  multiplicity: number;
  seed: number;
  /** How the pretrained model was fine-tuned; absent for pretraining. */
  fineTuning?: 'full' | 'rank 1';
  attentionOnly?: boolean;
  /** How many of the held-out subjects are answered. */
  right: number;
  /** Whether the answers of the others lead all other answers all the same; true unless given. */
  leading?: boolean;
  /** Loss at the end, nats. */
  loss: number;
  /** Swept values. */
  values?: RunDirectories['values'];
  /** Id of the run that it continues from, `NAME/RUN`. */
  from?: string;
  /** In the place of the symbolic world in the data stage's configuration. */
  facts?: Record<string, unknown>;
}

const SUBJECTS = 44;
const FINE_TUNED = 4;
const TEMPLATES = 10;
const UPDATES = 3;

/** Writes finished stage directories of one run below `directory`. */
export async function writeSyntheticExtraction(
  directory: string,
  run: SyntheticExtraction,
  id: string,
): Promise<RunDirectories> {
  const at = (stage: string): string => join(directory, `${stage}--${id.replaceAll('/', '-')}`);
  const directories = {
    ...{ id, values: run.values ?? {}, data: at('data'), train: at('train'), probe: at('probe') },
    ...(run.from === undefined ? {} : { from: run.from }),
  };
  const common = (name: string) => ({
    settings: {},
    seed: run.seed,
    producer: { name: `@synthetic/${name}`, version: '1.0.0', fingerprint: 'none' },
  });
  const { multiplicity, seed, fineTuning } = run;
  const world = { source: 'symbolic', multiplicity, templates: TEMPLATES, fineTuned: FINE_TUNED };
  const data = { seed, facts: run.facts ?? { ...world, scenarios: { background: SUBJECTS } } };
  mkdirSync(directory, { recursive: true });
  await runStage(
    { ...common('data'), stage: dataContract, out: directories.data, config: { data }, inputs: [] },
    async () => writeData(directories.data, run),
  );
  const from = fineTuning
    ? { from: { experiment: 'before', run: `k${multiplicity}-s${seed}`, step: 'final' } }
    : {};
  const rankOne = fineTuning === 'rank 1' ? { matrix: 'w1', token: 'p0' } : null;
  await runStage(
    {
      ...common('train'),
      stage: trainContract,
      out: directories.train,
      config: { train: { ...from, lora: null, rankOne } },
      inputs: [{ stage: 'data', directory: directories.data }],
    },
    async () => writeTrain(directories.train, run),
  );
  await runStage(
    {
      ...common('probe'),
      stage: probeContract,
      out: directories.probe,
      config: {},
      inputs: [
        { stage: 'data', directory: directories.data },
        { stage: 'train', directory: directories.train },
      ],
    },
    async () => writeProbe(directories.probe, run),
  );
  return directories;
}

const factId = (subject: number): string => `subject-${String(subject).padStart(2, '0')}`;
const subjects = Array.from({ length: SUBJECTS }, (_, s) => s);

function probeRows(): RowOf<typeof probes>[] {
  return subjects.flatMap((s) =>
    (['memorization', 'qa'] as const).map((depth) => ({
      probe_id: `${factId(s)}-${depth}-0`,
      fact_id: factId(s),
      depth,
      prompt: `s${s} ${depth === 'qa' ? 'p0' : 'r0'}`,
      target: `a${s}`,
      answers: [`a${s}`],
      prompt_tokens: [s, depth === 'qa' ? 190 : 150],
      target_tokens: [100 + s],
      token_boundary: true,
      split: s < FINE_TUNED ? 'train' : 'test',
    })),
  );
}

function writeData(directory: string, { multiplicity, seed, fineTuning }: SyntheticExtraction): undefined {
  const fact = (s: number): RowOf<typeof facts> => ({
    fact_id: factId(s),
    scenario: 'background',
    text: `s${s} r0 a${s}`,
    variants: [],
    subject: `s${s}`,
    relation: 'r0',
    object: `a${s}`,
    // Worlds of two seeds are not the same.
    popularity: seed,
  });
  writeTable(directory, facts, subjects.map(fact));
  writeTable(directory, probes, probeRows());
  const row = (id: string, tokens: number[], loss_spans: number[]): RowOf<typeof sequences> => ({
    tokens,
    document_ids: [id],
    document_starts: [0],
    loss_spans,
  });
  const rows = fineTuning
    ? subjects.slice(0, FINE_TUNED).map((s) => row(factId(s), [s, 190, 100 + s], [2, 3]))
    : subjects.flatMap((s) =>
        Array.from({ length: multiplicity }, (_, k) => row(factId(s), [s, 150 + k, 100 + s], [])),
      );
  writeTable(directory, sequences, rows, { listSize: 3 });
  writeTable(
    directory,
    order,
    Array.from({ length: UPDATES * rows.length }, (_, i) => ({
      step: Math.floor(i / rows.length),
      row: i % rows.length,
      sequence: i % rows.length,
      fact_ids: [],
      placement: 'none',
      positions: [],
      lengths: [],
      injected_tokens: [],
    })),
  );
}

function writeTrain(directory: string, { loss, attentionOnly }: SyntheticExtraction): { backend: string } {
  writeTable(
    directory,
    steps,
    Array.from({ length: UPDATES }, (_, step) => ({
      step,
      tokens: (step + 1) * 3 * SUBJECTS,
      loss: step === UPDATES - 1 ? loss : 5,
      learning_rate: 1e-2,
      grad_norm: 1,
      seconds: step,
    })),
  );
  const checkpoint = join(directory, 'checkpoints', 'step-000003');
  mkdirSync(checkpoint, { recursive: true });
  const config = { model_type: 'lethe_one_layer', intermediate_size: attentionOnly ? 0 : 64 };
  writeFileSync(join(checkpoint, 'config.json'), JSON.stringify(config));
  return { backend: 'wasm' };
}

function writeProbe(
  directory: string,
  { right, leading = true, fineTuning }: SyntheticExtraction,
): { backend: string } {
  writeTable(directory, trace, []);
  writeTable(
    directory,
    answers,
    probeRows().map(({ probe_id, depth, target }, i) => {
      const subject = Math.floor(i / 2);
      const trained = fineTuning !== undefined && subject < FINE_TUNED;
      const isRight =
        depth === 'memorization' || trained || (subject >= FINE_TUNED && subject - FINE_TUNED < right);
      return {
        step: UPDATES,
        probe_id,
        output: isRight ? target : 'r1',
        exact_match: isRight,
        whole_match: isRight,
        substring_match: isRight,
        error_class: isRight ? 'none' : 'relation',
        confidence: 0.9,
        restricted_output: isRight || leading ? target : 'a999',
        restricted_match: isRight || leading,
      };
    }),
  );
  return { backend: 'wasm' };
}
