import { runCommandLine } from './command-line.js';
import { reportError } from './process/report-error.js';
import { flush, ignoreClosedPipes } from './process/streams.js';

/** Runs the command line and ends the process with its exit code, once all output is flushed. */
export async function main(argv: readonly string[]): Promise<void> {
  ignoreClosedPipes();
  // Thrown where none of our promises waits, as in a callback of a library.
  process.once('uncaughtException', (error) => {
    void end(reportError(error, (line) => process.stderr.write(`${line}\n`)));
  });
  await end(await runCommandLine(argv));
}

async function end(exitCode: number): Promise<never> {
  await flush();
  // Backends keep worker threads alive, so the process would not end by itself.
  process.exit(exitCode);
}
