import { LetheError } from '@lethe/contracts';
import type { Program } from '@lethe/runtime';
import type { ObserverContext, ObserverRun, StepObserver } from './step-observer.js';

/** Several observers as one, called in the order in which they are listed; their summaries are keyed by name. */
export function observeTogether(
  observers: readonly StepObserver[],
): Required<Omit<StepObserver, 'summary'>> & { summary(): Record<string, unknown> | undefined } {
  return {
    name: observers.map(({ name }) => name).join(', '),
    async programs(context: ObserverContext) {
      const all: Record<string, Program> = {};
      for (const observer of observers) {
        for (const [name, program] of Object.entries(await observer.programs(context))) {
          if (name in all) {
            throw new LetheError({
              what: `two observers have a program "${name}"`,
              where: 'train.observers',
              next: 'list an observer once, or give the programs different names',
            });
          }
          all[name] = program;
        }
      }
      return all;
    },
    tokens: () => observers.reduce((sum, observer) => sum + (observer.tokens?.() ?? 0), 0),
    async start({ resumeAt, ...run }: ObserverRun) {
      const positions = resumeAt as unknown[] | undefined;
      for (const [i, observer] of observers.entries()) {
        await observer.start(positions ? { ...run, resumeAt: positions[i] } : run);
      }
    },
    async afterStep(updates, isLast) {
      for (const observer of observers) await observer.afterStep(updates, isLast);
    },
    position() {
      const positions = observers.map((observer) => observer.position?.());
      return positions.includes(undefined) ? undefined : positions;
    },
    summary() {
      const said = observers.flatMap((observer) => {
        const own = observer.summary?.();
        return own ? [[observer.name, own] as const] : [];
      });
      return said.length > 0 ? Object.fromEntries(said) : undefined;
    },
    async finish() {
      for (const observer of observers) await observer.finish();
    },
    abort() {
      for (const observer of observers) observer.abort?.();
    },
  };
}
