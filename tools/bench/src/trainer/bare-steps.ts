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

/** Times of training steps, whatever belongs to them included, and of bare steps between them. */
export interface BlockTimes {
  /** When the training began, ms of performance.now, and microseconds of process.hrtime. */
  start: number;
  startMicroseconds: number;
  /** Milliseconds of every block of training steps. */
  training: number[];
  /** Milliseconds of the block of bare steps after it. */
  bare: number[];
  /** Processor time of the same blocks, ms, over all threads. */
  trainingCpu: number[];
  bareCpu: number[];
  /** Processor time of the process when the training began, ms. */
  startCpu: number;
  /** Begin and end of every bare block, microseconds of process.hrtime. */
  bareSpans: [number, number][];
  /** Places to go on from that training saved. */
  resumePoints: number;
}

/** What the last training measured: observers are named in a spec, so this is how the benchmark gets at it. */
export let blockTimes: BlockTimes = nothing();

/**
 * An observer that takes steps of the training program itself, on the same module, after every block of training steps,
 * so that the two are measured side by side. The weights change by them; nobody keeps these.
 */
export function createObserver(options: Record<string, unknown>): StepObserver {
  const { batchSize, time, block, learningRate } = options as unknown as BareStepsOptions;
  const times = nothing();
  blockTimes = times;
  let run: ObserverRun;
  let step: ReturnType<typeof createTrainStep>;
  let tokens: Int32Array;
  let last = 0;
  let lastCpu = 0;
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
      if (updates === 0) {
        last = performance.now();
        times.start = last;
        lastCpu = cpuMilliseconds();
        times.startCpu = lastCpu;
        times.startMicroseconds = microseconds();
      }
      if (updates === 0 || updates % block !== 0) return;
      // What training began is training's: a resume point must not slow down the bare steps in its stead.
      while (isResumePointUnderWay(run.out)) await setTimeout(1);
      const begin = performance.now();
      times.training.push(begin - last);
      const since = microseconds();
      const cpu = cpuMilliseconds();
      times.trainingCpu.push(cpu - lastCpu);
      for (let i = 0; i < block; i++, taken++) {
        const at = (taken * batchSize * time) % tokens.length;
        await step.run(run.module, taken, { tokens: tokens.slice(at, at + batchSize * time) }, learningRate);
      }
      last = performance.now();
      times.bare.push(last - begin);
      lastCpu = cpuMilliseconds();
      times.bareCpu.push(lastCpu - cpu);
      times.bareSpans.push([since, microseconds()]);
    },
    position() {
      times.resumePoints++;
      return {};
    },
    async finish() {},
  };
}

function isResumePointUnderWay(out: string): boolean {
  const directory = join(out, 'resume');
  return existsSync(directory) && readdirSync(directory).some((name) => name.endsWith('.tmp'));
}

function nothing(): BlockTimes {
  return {
    start: 0,
    startMicroseconds: 0,
    startCpu: 0,
    trainingCpu: [],
    bareCpu: [],
    training: [],
    bare: [],
    bareSpans: [],
    resumePoints: 0,
  };
}

/** Processor time of this process so far, all threads. */
export function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The clock of the CPU profiler. */
function microseconds(): number {
  return Number(process.hrtime.bigint() / 1000n);
}
