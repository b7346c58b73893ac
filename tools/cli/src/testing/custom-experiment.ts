import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StageName, stageNames, writeTable } from '@lethe/contracts';
import { planExperiment, readExperiment, tables } from '@lethe/experiment';
import type { Terminal } from '../commands/command.js';
import { runStageTask } from '../stages/run-stage-task.js';
import type { TaskRequest } from '../stages/task-request.js';

type Json = Record<string, unknown>;

/** An experiment in a temporary directory, all of whose stages are commands that copy prepared tables. */
export interface CustomExperiment {
  directory: string;
  /** Changes experiment.json. */
  edit(change: (json: Json) => void): void;
  /** Runs the only task of a stage; what it prints is collected in `printed`. */
  run(
    stage: StageName,
    options?: Partial<TaskRequest>,
    signal?: AbortSignal,
  ): Promise<'current' | 'produced'>;
  printed: string[];
}

/** Tables that a stage has to write, empty. */
const required: Record<StageName, (keyof typeof tables)[]> = {
  data: ['facts', 'probes', 'sequences', 'order'],
  train: ['steps'],
  probe: ['trace', 'answers'],
  analyze: ['effects', 'retainability', 'fits', 'findings'],
};

export function customExperiment(): CustomExperiment {
  // A space in the path, to prove the quoting.
  const directory = join(realpathSync(mkdtempSync(join(tmpdir(), 'lethe-cli-'))), 'my experiment');
  for (const stage of stageNames) {
    mkdirSync(join(directory, 'prepared', stage), { recursive: true });
    for (const table of required[stage]) {
      writeTable(join(directory, 'prepared', stage), tables[table], [], { listSize: 8 });
    }
  }
  const file = join(directory, 'experiment.json');
  let json: Json = {
    title: 'test',
    data: {
      facts: { source: 'generated', scenarios: { once: 1 } },
      background: { source: 'generated', documents: 1 },
      tokenizer: { type: 'bytes' },
      sequenceLength: 8,
      order: { steps: 10, batchSize: 1, injection: { start: 0, interval: 1, count: 1 } },
    },
    model: { layers: 1, heads: 1, width: 8 },
    train: { optimizer: { learningRate: 0.001 } },
    stages: Object.fromEntries(
      stageNames.map((stage) => [stage, { command: `cp prepared/${stage}/* {out}` }]),
    ),
  };
  const save = (): void => writeFileSync(file, JSON.stringify(json));
  save();
  const printed: string[] = [];
  const edit: CustomExperiment['edit'] = (change) => {
    json = structuredClone(json);
    change(json);
    save();
  };
  const run: CustomExperiment['run'] = async (stage, options = {}, signal = new AbortController().signal) => {
    const experiment = readExperiment(directory);
    const plan = planExperiment(experiment, 'full');
    const task = plan.tasks.find((candidate) => candidate.stage === stage)!;
    const print = (line: string): void => void printed.push(line);
    const terminal: Terminal = { print, log: print, signal };
    const { status } = await runStageTask({ experiment, plan, task, profile: 'full', ...options }, terminal);
    return status;
  };
  return { directory, edit, run, printed };
}
