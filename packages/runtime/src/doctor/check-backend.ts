import { LetheError } from '@lethe/contracts';
import type { BackendDescription, BackendName, TensorFlow } from '../backends/backend.js';
import { openBackend } from '../backends/open-backend.js';

/** What the check of one backend prints, as one line of JSON. */
export type BackendCheck =
  | { works: true; description: BackendDescription; speed: Speed }
  | { works: false; reason: string; next?: string };

/** Opens one backend in this process and measures it. Never throws: what goes wrong is the result. */
export async function checkBackend(name: BackendName): Promise<BackendCheck> {
  try {
    const { tf, description } = await openBackend({ backend: name });
    return { works: true, description, speed: await measureSpeed(tf) };
  } catch (error) {
    if (!(error instanceof LetheError)) return { works: false, reason: String(error).split('\n')[0]! };
    const { what, where, found, next } = error.problem;
    const detail = [where, found].filter((part) => part !== undefined && part !== name && part !== 'backend');
    return { works: false, reason: [what, ...detail].join(': '), next };
  }
}

export interface Speed {
  /** Product of two 512 x 512 float32 matrices, 10^9 floating-point operations per second. */
  matmulGflops: number;
  /** Sums of two tensors of 16 numbers per second: what one operation costs before it computes anything. */
  smallOpsPerSecond: number;
}

const SIZE = 512;

/** Measures the active backend for about `seconds`, half of it for each number. Rough by design: enough to tell 10 from 100. */
export async function measureSpeed(tf: TensorFlow, seconds = 1): Promise<Speed> {
  const a = tf.fill([SIZE, SIZE], 0.5);
  const small = tf.fill([16], 0.5);
  try {
    const productsPerSecond = await rate(() => tf.matMul(a, a), 1, seconds / 2);
    const smallOpsPerSecond = await rate(() => tf.add(small, small), 200, seconds / 2);
    return { matmulGflops: (productsPerSecond * 2 * SIZE ** 3) / 1e9, smallOpsPerSecond };
  } finally {
    tf.dispose([a, small]);
  }
}

interface Result {
  data(): Promise<unknown>;
  dispose(): void;
}

/** Runs per second of an operation, in batches that end by reading a result, since a GPU only queues the work. */
async function rate(operation: () => Result, batch: number, seconds: number): Promise<number> {
  const runBatch = async () => {
    for (let i = 1; i < batch; i++) operation().dispose();
    const last = operation();
    await last.data();
    last.dispose();
  };
  await runBatch();
  const start = performance.now();
  let batches = 0;
  while (performance.now() - start < seconds * 1000) {
    await runBatch();
    batches++;
  }
  return (batches * batch * 1000) / (performance.now() - start);
}
