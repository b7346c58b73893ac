import type { Command, Terminal } from '../commands/command.js';

/** What `lethe data NAME` does beside the stage itself: one command for each operation on a corpus. */
export function dataCommands(_terminal: Terminal): Command[] {
  return [];
}
