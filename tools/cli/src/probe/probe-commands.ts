import type { Command, Terminal } from '../commands/command.js';
import { linearCommand } from './linear-command.js';
import { mechanismCommand } from './mechanism-command.js';
import { scoreCommand } from './score-command.js';

/** What `lethe probe NAME` does beside the stage itself: measures of single models. */
export function probeCommands(terminal: Terminal): Command[] {
  return [linearCommand(terminal), mechanismCommand(terminal), scoreCommand(terminal)];
}
