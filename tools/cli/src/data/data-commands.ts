import type { Command, Terminal } from '../commands/command.js';
import { clustersCommand } from './clusters-command.js';
import { countCommand, describeCommand, readCommand, tokenizerCommand } from './corpus-commands.js';
import { dedupCommand } from './dedup-command.js';
import { duplicateCommand } from './duplicate-command.js';
import { popQaCommand } from './popqa-command.js';
import { batchCommand, exportCommand, importInjectionsCommand } from './stage-data-commands.js';
import { worldCommand } from './world-command.js';

/** `lethe data NAME`: operations besides the stage itself. */
export function dataCommands(terminal: Terminal): Command[] {
  const operations = [
    ...[batchCommand, clustersCommand, countCommand, dedupCommand, describeCommand, duplicateCommand],
    ...[exportCommand, importInjectionsCommand, popQaCommand, readCommand, tokenizerCommand, worldCommand],
  ];
  return operations.map((operation) => operation(terminal));
}
