import { experimentJsonSchema } from '@lethe/experiment';
import { type Command, defineCommand, type Terminal } from './command.js';

/** `lethe schema`: the JSON schema of experiment.json. */
export function schemaCommand(terminal: Terminal): Command {
  return defineCommand({
    name: 'schema',
    command: 'schema',
    describe: 'print the JSON schema of experiment.json',
    handler: () => terminal.print(JSON.stringify(experimentJsonSchema(), null, 2)),
  });
}
