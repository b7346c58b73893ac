import type { Command, Terminal } from '../commands/command.js';
import { importLogCommand } from './import-log-command.js';

/** What `lethe analyze NAME` does beside the stage itself. */
export function analyzeCommands(terminal: Terminal): Command[] {
  return [importLogCommand(terminal)];
}
