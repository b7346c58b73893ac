import yargs from 'yargs';
import type { Terminal } from './commands/command.js';
import { experimentCommands } from './commands/experiment-commands.js';
import { machineCommands, packageVersion } from './commands/machine-commands.js';
import { resultsCommand } from './commands/results-command.js';
import { stageCommands } from './commands/stage-commands.js';
import { listenForInterruption } from './process/interruption.js';
import { reportError, UsageError } from './process/report-error.js';

/**
 * Parses and runs one command line.
 * @returns the exit code: 0, 1 for a defect, 2 for a mistake of the user, 130 or 143 when interrupted
 */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  const print = (text: string): void => void process.stdout.write(`${text}\n`);
  const { signal, stop } = listenForInterruption(log);
  try {
    await parseAndRun(argv, { log, print, signal });
    return 0;
  } catch (error) {
    // A library that was aborted may throw an AbortError instead of the reason.
    const aborted = signal.aborted && (error as Error)?.name === 'AbortError';
    return reportError(aborted ? signal.reason : error, log);
  } finally {
    stop();
  }
}

async function parseAndRun(argv: readonly string[], terminal: Terminal): Promise<void> {
  // They bring a whole package, which every task of Nx would wait for.
  const operations = {
    data: argv[0] === 'data' ? (await import('./data/data-commands.js')).dataCommands(terminal) : [],
    probe: argv[0] === 'probe' ? (await import('./probe/probe-commands.js')).probeCommands(terminal) : [],
    analyze:
      argv[0] === 'analyze' ? (await import('./analyze/analyze-commands.js')).analyzeCommands(terminal) : [],
  };
  const commands = [
    ...stageCommands(terminal, operations),
    ...experimentCommands(terminal),
    resultsCommand(terminal),
    ...machineCommands(terminal),
  ];
  const parser = yargs()
    .scriptName('lethe')
    .usage('$0 <command>\n\nRuns the stages of an experiment: data, train, probe, analyze.')
    .parserConfiguration({ 'duplicate-arguments-array': false })
    .locale('en')
    .command(commands)
    .demandCommand(1, 'name a command')
    .recommendCommands()
    .strict()
    .version(packageVersion())
    .wrap(100)
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message, error) => {
      // yargs throws other errors for some mistakes on the command line, such as an option without its value.
      if (error !== undefined && error.name !== 'YError') throw error;
      const help = ['npx lethe', ...commandWords(parser), '--help'].join(' ');
      throw new UsageError(`lethe: ${message}\n  next:     ${help}`);
    });
  // A parse callback collects help texts instead of letting yargs print them and end the process.
  await parser.parseAsync(argv, {}, (_error, _argv, output) => {
    if (output) terminal.print(output);
  });
}

/** The words of the command being parsed, such as data, tokenizer, train; yargs has no type for the method. */
function commandWords(parser: object): string[] {
  const { getInternalMethods } = parser as {
    getInternalMethods(): { getContext(): { commands: string[] } };
  };
  return getInternalMethods.call(parser).getContext().commands;
}
