import { existsSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type MessagePort, Worker } from 'node:worker_threads';

/** Kinds of work by name: functions of one argument that can go from thread to thread. */
type Work<W> = { [K in keyof W]: (task: never) => unknown };
type Task<W extends Work<W>, K extends keyof W> = Parameters<W[K]>[0];
type Outcome<W extends Work<W>, K extends keyof W> = ReturnType<W[K]>;

interface Call {
  kind: PropertyKey;
  task: unknown;
  transfer: ArrayBuffer[];
  resolve: (outcome: unknown) => void;
  reject: (error: unknown) => void;
}

type Reply = { outcome: unknown } | { error: { message: string; stack: string | undefined; code: unknown } };

/** Does work in threads, or in the thread of the caller. */
export interface WorkPool<W extends Work<W>> {
  /** Threads that work at the same time; 1 where that is the caller's. */
  threads: number;
  /** Does one piece of work as soon as a thread is free. @param transfer buffers of the task that are given away */
  run<K extends keyof W>(kind: K, task: Task<W, K>, transfer?: ArrayBuffer[]): Promise<Outcome<W, K>>;
  /** Stops all threads at once; work that is not done is never done. */
  close(): Promise<void>;
}

/**
 * Starts a pool. Threads run a compiled file; where there is none (sources that are run as they are, as in tests,
 * or a bundle), the work is done in the thread of the caller, with the same result.
 * @param workerFile URL of the file that calls {@link answerCalls}
 * @param workerData handed to each thread
 * @param createWork makes the work for the thread of the caller
 */
export function createWorkPool<W extends Work<W>>(
  threads: number,
  workerFile: URL,
  workerData: unknown,
  createWork: () => W,
): WorkPool<W> {
  if (threads === 0 || !existsSync(fileURLToPath(workerFile))) return runHere(createWork());
  const workers: Worker[] = [];
  const idle: Worker[] = [];
  const waiting: Call[] = [];
  const running = new Map<Worker, Call>();
  let failure: unknown;

  const give = (worker: Worker, call: Call): void => {
    running.set(worker, call);
    worker.postMessage({ kind: call.kind, task: call.task }, call.transfer);
  };
  const fail = (error: unknown): void => {
    failure ??= error;
    for (const call of [...running.values(), ...waiting]) call.reject(failure);
    running.clear();
    waiting.length = 0;
  };
  const start = (): Worker => {
    const worker = new Worker(workerFile, { workerData });
    workers.push(worker);
    worker.on('message', (reply: Reply) => {
      const call = running.get(worker);
      if (call === undefined) return;
      running.delete(worker);
      if ('error' in reply) call.reject(toError(reply.error));
      else call.resolve(reply.outcome);
      const next = waiting.shift();
      if (next) give(worker, next);
      else idle.push(worker);
    });
    worker.on('error', fail);
    worker.on('exit', (code) => fail(new Error(`a worker thread ended with code ${code}`)));
    return worker;
  };
  return {
    threads,
    run: (kind, task, transfer = []) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) return reject(failure);
        const call: Call = { kind, task, transfer, resolve: resolve as Call['resolve'], reject };
        const free = idle.pop();
        if (free) give(free, call);
        else if (workers.length < threads) give(start(), call);
        else waiting.push(call);
      }),
    async close() {
      for (const worker of workers) worker.removeAllListeners('exit');
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

/** Serves the calls of a pool in this thread. */
export function answerCalls<W extends Work<W>>(port: MessagePort, work: W): void {
  port.on('message', ({ kind, task }: { kind: keyof W; task: never }) => {
    let reply: Reply;
    try {
      reply = { outcome: work[kind](task) };
    } catch (error) {
      const { message, stack, code } = error as Error & { code?: unknown };
      reply = { error: { message, stack, code } };
    }
    port.postMessage(reply, 'outcome' in reply ? buffersOf(reply.outcome) : []);
  });
}

function runHere<W extends Work<W>>(work: W): WorkPool<W> {
  return {
    threads: 1,
    async run(kind, task) {
      // Signals and timers are handled between two pieces of work.
      await setImmediate();
      return work[kind](task as never) as Outcome<W, typeof kind>;
    },
    close: async () => {},
  };
}

/** The buffers that belong to an outcome alone: copying them would cost as much as some of the work. */
function buffersOf(value: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return value.buffer instanceof ArrayBuffer ? [value.buffer] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(buffersOf);
}

function toError({
  message,
  stack,
  code,
}: {
  message: string;
  stack: string | undefined;
  code: unknown;
}): Error {
  return Object.assign(new Error(message), { stack, code });
}
