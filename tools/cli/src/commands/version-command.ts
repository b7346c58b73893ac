import { readFileSync } from 'node:fs';
import { type Command, defineCommand, type Terminal } from './command.js';

/** Version of this command line. */
export function packageVersion(): string {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;
}

/** `lethe version`: this command line, Node and the platform. */
export function versionCommand(terminal: Terminal): Command {
  return defineCommand({
    name: 'version',
    command: 'version',
    describe: 'print the versions of Lethe and Node',
    handler: () =>
      terminal.print(
        `lethe ${packageVersion()}, Node ${process.version}, ${process.platform}-${process.arch}`,
      ),
  });
}
