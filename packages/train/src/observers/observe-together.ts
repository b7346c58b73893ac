import { LetheError } from '@lethe/contracts';
import type { Program } from '@lethe/runtime';
import type { ObserverContext, ObserverRun, StepObserver } from './step-observer.js';

/** Several observers as one, called in the order in which they are listed. */
export function observeTogether(observers: readonly StepObserver[]): Required<StepObserver> {
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
              next: 'name an observer once, or give the programs different names',
            });
          }
          all[name] = program;
        }
      }
      return all;
    },
    async start(run: ObserverRun) {
      for (const observer of observers) await observer.start(run);
    },
    async afterStep(updates) {
      for (const observer of observers) await observer.afterStep(updates);
    },
    async finish() {
      for (const observer of observers) await observer.finish();
    },
    abort() {
      for (const observer of observers) observer.abort?.();
    },
  };
}
