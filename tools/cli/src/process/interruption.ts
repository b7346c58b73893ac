import { constants } from 'node:os';

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
 * Turns the first SIGINT, SIGTERM or SIGHUP into an abort with an `Interruption` as its reason.
 * A second one ends the process at once.
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
  const stop = (): void => {
    for (const name of names) process.off(name, listener);
  };
  return { signal: controller.signal, stop };
}
