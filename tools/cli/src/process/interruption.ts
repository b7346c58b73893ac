import { constants } from 'node:os';
import { watchStarters } from './watch-starters.js';

type SignalName = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** Thrown through a stage that was asked to stop; not an error. */
export class Interruption extends Error {
  readonly exitCode: number;

  constructor(name: SignalName) {
    super(`interrupted by ${name}`);
    this.name = 'Interruption';
    this.exitCode = 128 + constants.signals[name];
  }
}

/**
 * Turns the first SIGINT, SIGTERM or SIGHUP into an abort with an `Interruption` as its reason, and so the end of the Nx
 * that started this process. A second signal ends the process at once.
 */
export function listenForInterruption(log: (line: string) => void): {
  signal: AbortSignal;
  stop: () => void;
} {
  const controller = new AbortController();
  const listener = (name: NodeJS.Signals): void => {
    const interruption = new Interruption(name as SignalName);
    if (controller.signal.aborted) process.exit(interruption.exitCode);
    log(`${interruption.message}: stopping; a second signal stops at once`);
    controller.abort(interruption);
  };
  const names: SignalName[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const name of names) process.on(name, listener);
  const unwatch = watchStarters(process.env, (pid) => {
    if (controller.signal.aborted) return;
    log(`the run of Nx that started this has ended (process ${pid}): stopping`);
    controller.abort(new Interruption('SIGHUP'));
  });
  const stop = (): void => {
    unwatch();
    for (const name of names) process.off(name, listener);
  };
  return { signal: controller.signal, stop };
}
