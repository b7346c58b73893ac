import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A process that answers every line that it is given with one line of JSON. */
export interface LineProcess {
  /** @throws Error with the end of what the process wrote to stderr, when it ends instead of answering */
  ask<T>(question: unknown): Promise<T>;
  /** Ends it. */
  close(): Promise<void>;
}

/** Starts one; lines on stdout that are no JSON object are passed over. */
export function startLineProcess(command: string, args: readonly string[]): LineProcess {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let errors = '';
  let ended = false;
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-2000);
  });
  // Writing to a process that has died is told by its end.
  child.stdin.on('error', () => undefined);
  const end = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => resolve(`it ended with ${code ?? signal}`));
  }).then((reason) => {
    ended = true;
    return reason;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();

  async function answer(): Promise<string> {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error(`${command}: ${await end}\n${errors.trim()}`);
      if (value.startsWith('{')) return value;
    }
  }

  return {
    async ask<T>(question: unknown) {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      return JSON.parse(await answer()) as T;
    },
    async close() {
      child.stdin.end();
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
      if (!ended) await end;
      clearTimeout(timer);
    },
  };
}
