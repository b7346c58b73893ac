import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import {
  evaluation,
  facts as factsTable,
  findManifest,
  followBatches,
  probes as probesTable,
  type RunDirectories,
  readRows,
  steps,
  TableRestarted,
  tableFileName,
  trace,
} from '@lethe/contracts';
import { conditionOrder, depthOrder, ordered } from '../measurements/measurements.js';
import { targetLogProbability } from '../measurements/target-log-probability.js';
import type { LivePoint, LiveProgress, TrainingStatus } from '../page/live-state.js';
import { readEncounters } from '../read/read-encounters.js';
import { GrowingMeans, GrowingSeries } from './live-curves.js';

/** What the live page shows of one run. */
export interface LiveSnapshot extends LiveProgress {
  panels: { depth: string; series: { condition: string; points: LivePoint[] }[] }[];
}

interface State {
  loss: GrowingSeries;
  evaluation: GrowingMeans;
  /** By condition and depth. */
  curves: Map<string, GrowingMeans>;
  /** Tokens and seconds of the last steps, for the rate. */
  recent: { step: number; tokens: number; seconds: number }[];
}

const RECENT_STEPS = 50;
/** A stream that has not grown for so long belongs to a training that was stopped. */
const SILENCE = 120_000;
/** Longest pause before a table that cannot be read is looked at again, in polls. */
const MOST_POLLS = 64;

/** Whether a run's training waits, runs, was stopped or is finished. */
export function trainingStatus(run: RunDirectories): TrainingStatus {
  if (findManifest(run.train)) return 'finished';
  const stream = join(run.train, tableFileName(steps, 0));
  const written = statSync(stream, { throwIfNoEntry: false })?.mtimeMs;
  if (written !== undefined) return Date.now() - written < SILENCE ? 'running' : 'stopped';
  return findManifest(run.data) ? 'waiting for training' : 'waiting for data';
}

/** Follows the stream tables of one run, before, during and after its training. */
export class LiveRun {
  /** Grows with everything that is read. */
  version = 0;
  /** Why following ended or waits, if it does. */
  failure: Error | undefined;
  #state = emptyState();
  #cellOf = new Map<string, string>();
  #rounds: number[] = [];
  readonly #run: RunDirectories;
  readonly #total: number;
  readonly #poll: number;

  /**
   * @param run its directories, which may not exist yet
   * @param total steps that its training will take
   * @param poll milliseconds between two looks at the tables
   */
  constructor(run: RunDirectories, total: number, poll: number) {
    this.#run = run;
    this.#total = total;
    this.#poll = poll;
  }

  /** Reads until `signal` aborts; begins again when the training does. */
  async follow(signal: AbortSignal): Promise<void> {
    try {
      await this.#readData(signal);
      let pause = this.#poll;
      for (let last = ''; ; ) {
        this.#state = emptyState();
        this.failure = undefined;
        this.version++;
        const { message } = await this.#followOnce(signal);
        // What ends at the same place again is broken; the training may still write it anew.
        const again = message === last;
        pause = again ? Math.min(2 * pause, MOST_POLLS * this.#poll) : this.#poll;
        if (again) {
          this.failure = new Error(`${message}; waiting for the training to write it anew`);
          this.version++;
        }
        last = message;
        await setTimeout(pause, undefined, { signal });
      }
    } catch (error) {
      if (signal.aborted) return;
      this.failure = error as Error;
      this.version++;
    }
  }

  snapshot(): LiveSnapshot {
    const { loss, recent, curves } = this.#state;
    const [first, last] = [recent[0], recent.at(-1)];
    const seconds = first && last ? last.seconds - first.seconds : 0;
    const done = last ? last.step + 1 : 0;
    const status = trainingStatus(this.#run);
    const keys = [...curves.keys()].map((key) => key.split('\n') as [condition: string, depth: string]);
    const conditions = ordered(
      keys.map(([condition]) => condition),
      conditionOrder,
    );
    return {
      run: this.#run.id,
      status,
      step: done,
      steps: Math.max(this.#total, done),
      loss: loss.points(),
      evaluation: this.#state.evaluation.points(),
      lastLoss: loss.last?.value ?? null,
      tokens: last?.tokens ?? 0,
      tokensPerSecond: seconds > 0 ? (last!.tokens - first!.tokens) / seconds : null,
      secondsLeft:
        status === 'running' && seconds > 0
          ? (Math.max(0, this.#total - done) * seconds) / (last!.step - first!.step)
          : null,
      rounds: this.#rounds,
      panels: ordered(
        keys.map(([, depth]) => depth),
        depthOrder,
      ).map((depth) => ({
        depth,
        series: conditions.flatMap((condition) => {
          const curve = curves.get(`${condition}\n${depth}`);
          return curve ? [{ condition, points: curve.points() }] : [];
        }),
      })),
    };
  }

  async #readData(signal: AbortSignal): Promise<void> {
    while (!findManifest(this.#run.data)) await setTimeout(this.#poll, undefined, { signal });
    const conditionOf = new Map(
      (await readRows(this.#run.data, factsTable)).map((row) => [row.fact_id, row.scenario]),
    );
    for (const { probe_id, fact_id, depth } of await readRows(this.#run.data, probesTable)) {
      this.#cellOf.set(probe_id, `${conditionOf.get(fact_id)}\n${depth}`);
    }
    const encounters = [...(await readEncounters(this.#run.data)).values()];
    const most = encounters.reduce((length, list) => Math.max(length, list.length), 0);
    this.#rounds = Array.from({ length: most }, (_, k) =>
      encounters.reduce((first, list) => Math.min(first, list[k] ?? first), Number.POSITIVE_INFINITY),
    );
    this.version++;
  }

  /** @returns why it has to begin again */
  async #followOnce(outer: AbortSignal): Promise<TableRestarted> {
    const inner = new AbortController();
    const options = { signal: AbortSignal.any([outer, inner.signal]), poll: this.#poll };
    const readers = [this.#followSteps(options), this.#followEvaluation(options), this.#followTrace(options)];
    try {
      // Readers of streams that grow or have ended wait.
      return await Promise.all(readers).then(() => new TableRestarted('all streams ended'));
    } catch (error) {
      if (error instanceof TableRestarted) return error;
      throw error;
    } finally {
      inner.abort();
      await Promise.allSettled(readers);
    }
  }

  async #followSteps(options: { signal: AbortSignal; poll: number }): Promise<void> {
    for await (const batch of followBatches(this.#run.train, steps, options)) {
      const [step, loss, tokens, seconds] = (['step', 'loss', 'tokens', 'seconds'] as const).map((name) =>
        batch.numbers(name),
      );
      for (let i = 0; i < batch.length; i++) {
        this.#state.loss.add(step![i]!, loss![i]!);
        this.#state.recent.push({ step: step![i]!, tokens: tokens![i]!, seconds: seconds![i]! });
      }
      this.#state.recent.splice(0, this.#state.recent.length - RECENT_STEPS);
      this.version++;
    }
  }

  async #followEvaluation(options: { signal: AbortSignal; poll: number }): Promise<void> {
    for await (const batch of followBatches(this.#run.train, evaluation, options)) {
      for (const { step, loss } of batch.rows()) this.#state.evaluation.add(step, loss);
      this.version++;
    }
  }

  async #followTrace(options: { signal: AbortSignal; poll: number }): Promise<void> {
    for await (const batch of followBatches(this.#run.train, trace, options)) {
      const ids = batch.strings('probe_id');
      const step = batch.numbers('step');
      const means = targetLogProbability(batch.numberLists('token_logprobs'), 'token');
      for (let i = 0; i < batch.length; i++) {
        const cell = this.#cellOf.get(ids[i]!);
        if (cell === undefined) continue;
        const curve = this.#state.curves.get(cell) ?? new GrowingMeans();
        curve.add(step[i]!, means[i]!);
        this.#state.curves.set(cell, curve);
      }
      this.version++;
    }
  }
}

const emptyState = (): State => ({
  loss: new GrowingSeries(),
  evaluation: new GrowingMeans(),
  curves: new Map(),
  recent: [],
});
