import type { CommandModule } from 'yargs';

/** What a command needs of the world: where to print, and whether to stop. */
export interface Terminal {
  /** Results, to stdout. */
  print: (text: string) => void;
  /** Progress, to stderr. */
  log: (line: string) => void;
  signal: AbortSignal;
}

/** A yargs command; `name` is its first word. */
export type Command = CommandModule & { name: string };

/** Declares a command with the types of its options. */
export function defineCommand<Options>(command: CommandModule<object, Options> & { name: string }): Command {
  return command as unknown as Command;
}
