import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A child process that answers every line on its stdin with one line of JSON. */
export interface LineProcess {
  /** @throws Error with the end of its stderr when the process ends instead of answering */
  ask<T>(question: unknown): Promise<T>;
  /** Ends the process. */
  close(): Promise<void>;
}

/** Starts a process; lines on its stdout that are not JSON objects are skipped. */
export function startLineProcess(command: string, args: readonly string[]): LineProcess {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let errors = '';
  let ended = false;
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-2000);
  });
  // A write to a process that has died is reported when its end is.
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

/** The child's side: answers every line on stdin, until it ends. */
export async function answerLines<Question>(answer: (question: Question) => Promise<object>): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line) as Question))}\n`);
  }
}

/**
 * Asks all processes once a round, each round beginning with another, so that whatever slows the machine slows all
 * alike; while one works the others wait.
 * @returns the answers, [round][process]
 */
export async function takeTurns<Answer>(
  processes: readonly LineProcess[],
  rounds: number,
  question: (round: number) => unknown,
  onRound: (answers: readonly Answer[], round: number) => void = () => undefined,
): Promise<Answer[][]> {
  const all: Answer[][] = [];
  for (let round = 0; round < rounds; round++) {
    const answers: Answer[] = [];
    for (let i = 0; i < processes.length; i++) {
      const at = (i + round) % processes.length;
      answers[at] = await processes[at]!.ask<Answer>(question(round));
    }
    all.push(answers);
    onRound(answers, round);
  }
  return all;
}
