export interface MemoryWatch {
  /** Compares with the first check. @throws Error when a count has grown: a tensor is not disposed of */
  check(updates: number): void;
}

/**
 * Watches counts that must stay constant from step to step, such as tensors and bytes of state.
 * The first check sets the level; take it after everything has run once.
 */
export function createMemoryWatch(measure: () => Record<string, number>): MemoryWatch {
  let level: { updates: number; counts: Record<string, number> } | undefined;
  return {
    check(updates) {
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
