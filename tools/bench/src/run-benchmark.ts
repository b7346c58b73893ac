import { cpus } from 'node:os';
import { LetheError } from '@lethe/contracts';
import { type CommandDeclaration, defineCommand } from 'lethe/command';
import yargs from 'yargs';
import * as z from 'zod';

type Benchmark<Shape extends z.ZodRawShape> = Required<
  Omit<CommandDeclaration<Shape>, 'command' | 'commands'>
> & { name: string };

/** Progress, to stderr. */
export const log = (line: string): void => void process.stderr.write(`${line}\n`);

/**
 * Runs a benchmark with the options on the command line of this process, and prints the machine before it. A mistake of
 * the user ends it with exit code 2, and without a stack.
 */
export async function runBenchmark<Shape extends z.ZodRawShape>({
  name,
  run,
  ...declaration
}: Benchmark<Shape>): Promise<void> {
  const terminal = { print: console.log, log, signal: new AbortController().signal };
  const command = defineCommand<Shape>(terminal, {
    ...declaration,
    command: '$0',
    run: (options) => {
      console.log(describeMachine());
      return run(options, terminal);
    },
  });
  try {
    await yargs(process.argv.slice(2))
      .scriptName(`bench:${name}`)
      .parserConfiguration({ 'duplicate-arguments-array': false })
      .locale('en')
      .command(command)
      .strict()
      .version(false)
      .wrap(100)
      .fail((message, error) => {
        // yargs reports most mistakes without an error, and some with a YError.
        if (error !== undefined && error.name !== 'YError') throw error;
        throw new LetheError({ what: message, next: `npx nx run bench:${name} --help` });
      })
      .parseAsync();
  } catch (error) {
    if (!(error instanceof LetheError)) throw error;
    console.error(`bench:${name}: ${error.message}`);
    process.exitCode = error.exitCode;
  }
}

const describeMachine = (): string =>
  `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores; node ${process.versions.node}`;

/** An option that takes several values in one word, separated by commas. */
export const commaSeparated = <Item extends z.ZodType>(item: Item) =>
  z
    .string()
    .transform((text): unknown[] => text.split(','))
    .pipe(z.array(item));
