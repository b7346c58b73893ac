import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createTrainStep, type ObserverRun, type StepObserver } from '@lethe/train';
import { trainSpec } from '@lethe/train/declaration';
import { drawTokens } from '../train-step/bench-case.js';

export interface BareStepsOptions {
  batchSize: number;
  time: number;
  /** Training steps after which as many bare ones are taken. */
  block: number;
  learningRate: number;
}

/** A moment of this process, ms: by the clock (performance.now), in processor time of all threads, and for the profiler. */
export interface Moment {
  clock: number;
  cpu: number;
  /** The clock of the CPU profiler, microseconds of process.hrtime. */
  microseconds: number;
}

/** Times of training steps, with all that belongs to them, and of bare steps between them. */
export interface BlockTimes {
  /** When the training began. */
  start: Moment;
  /** Milliseconds of every block of training steps, and of the block of bare steps after it. */
  training: number[];
  bare: number[];
  /** Processor time of the same blocks, ms. */
  trainingCpu: number[];
  bareCpu: number[];
  /** Begin and end of every bare block, microseconds of process.hrtime. */
  bareSpans: [number, number][];
  /** Resume points that training saved. */
  resumePoints: number;
}

/** What the last training measured: the spec names observers by module, so the benchmark reads the result from here. */
export let blockTimes: BlockTimes = noTimes();

/**
 * An observer that takes steps of the training program itself, on the same module, after every block of training steps,
 * so that the two are measured side by side. The weights change by them; nobody keeps these.
 */
export function createObserver(options: Record<string, unknown>): StepObserver {
  const { batchSize, time, block, learningRate } = options as unknown as BareStepsOptions;
  const times = noTimes();
  blockTimes = times;
  let run: ObserverRun;
  let step: ReturnType<typeof createTrainStep>;
  let tokens: Int32Array;
  let last: Moment;
  let taken = 0;
  return {
    name: 'bare steps',
    programs: async () => ({}),
    async start(context) {
      run = context;
      step = createTrainStep(run.config, trainSpec.parse({ optimizer: { learningRate } }), {
        batchSize,
        time,
      });
      const batches = 16;
      tokens = drawTokens({ config: run.config, batchSize, time, batches });
    },
    async afterStep(updates) {
      if (updates === 0) times.start = last = now();
      if (updates === 0 || updates % block !== 0) return;
      // What training began is training's: a resume point must not slow down the bare steps instead.
      while (isWritingResumePoint(run.out)) await setTimeout(1);
      const begin = now();
      times.training.push(begin.clock - last.clock);
      times.trainingCpu.push(begin.cpu - last.cpu);
      for (let i = 0; i < block; i++, taken++) {
        const at = (taken * batchSize * time) % tokens.length;
        await step.run(run.module, taken, { tokens: tokens.slice(at, at + batchSize * time) }, learningRate);
      }
      last = now();
      times.bare.push(last.clock - begin.clock);
      times.bareCpu.push(last.cpu - begin.cpu);
      times.bareSpans.push([begin.microseconds, last.microseconds]);
    },
    position() {
      times.resumePoints++;
      return {};
    },
    async finish() {},
  };
}

function isWritingResumePoint(out: string): boolean {
  const directory = join(out, 'resume');
  return existsSync(directory) && readdirSync(directory).some((name) => name.endsWith('.tmp'));
}

export function now(): Moment {
  const { user, system } = process.cpuUsage();
  const microseconds = Number(process.hrtime.bigint() / 1000n);
  return { clock: performance.now(), cpu: (user + system) / 1000, microseconds };
}

function noTimes(): BlockTimes {
  const start = { clock: 0, cpu: 0, microseconds: 0 };
  return { start, training: [], bare: [], trainingCpu: [], bareCpu: [], bareSpans: [], resumePoints: 0 };
}
