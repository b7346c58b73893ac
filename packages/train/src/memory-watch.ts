import type { CompiledModule } from '@lethe/runtime';

const CHECK_EVERY = 500;

export interface MemoryWatch {
  /** @throws Error when a count has grown since the first check: a tensor is not disposed of */
  check(updates: number, isLast: boolean): void;
}

/**
 * Watches counts that must stay constant from step to step, such as tensors and bytes of state: after the first update, every
 * 500 updates, and at the end. Before the first update backends still bring state to their device.
 */
export function createMemoryWatch(measure: () => Record<string, number>): MemoryWatch {
  let level: { updates: number; counts: Record<string, number> } | undefined;
  return {
    check(updates, isLast) {
      if (updates === 0 || (updates !== 1 && !isLast && updates % CHECK_EVERY !== 0)) return;
      const counts = measure();
      level ??= { updates, counts };
      for (const [name, count] of Object.entries(counts)) {
        const before = level.counts[name] ?? 0;
        if (count <= before) continue;
        throw new Error(
          `memory grows while training: ${name} was ${before} after update ${level.updates} and is ${count} after update ${updates}`,
        );
      }
    },
  };
}

/** Counts that stay the same from one step to the next unless a tensor leaks. */
export function countTensors(module: Pick<CompiledModule, 'memory'>): Record<string, number> {
  const { tensors, nativeTensors, stateBytes } = module.memory();
  const counts = { 'TensorFlow.js tensors': tensors, 'bytes of state': stateBytes };
  return nativeTensors === undefined ? counts : { ...counts, 'native tensors': nativeTensors };
}
