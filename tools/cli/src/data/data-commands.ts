import type { Command, Terminal } from '../commands/command.js';
import { batchCommand } from './batch-command.js';
import { clustersCommand } from './clusters-command.js';
import { countCommand } from './count-command.js';
import { dedupCommand } from './dedup-command.js';
import { describeCommand } from './describe-command.js';
import { duplicateCommand } from './duplicate-command.js';
import { exportCommand } from './export-command.js';
import { importInjectionsCommand } from './import-injections-command.js';
import { popQaCommand } from './popqa-command.js';
import { readCommand } from './read-command.js';
import { tokenizerCommand } from './tokenizer-command.js';
import { worldCommand } from './world-command.js';

/** What `lethe data NAME` does beside the stage itself: one command for each operation on a corpus. */
export function dataCommands(terminal: Terminal): Command[] {
  return [
    batchCommand(terminal),
    clustersCommand(terminal),
    countCommand(terminal),
    dedupCommand(terminal),
    describeCommand(terminal),
    duplicateCommand(terminal),
    exportCommand(terminal),
    importInjectionsCommand(terminal),
    popQaCommand(terminal),
    readCommand(terminal),
    tokenizerCommand(terminal),
    worldCommand(terminal),
  ];
}
