import { readFileSync } from 'node:fs';
import { experimentJsonSchema } from '@lethe/experiment';
import { type Command, defineCommand, type Terminal } from './command.js';

/** Version of this command line. */
export function packageVersion(): string {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;
}

const nativeAdvice = `
The tensorflow backend needs libtensorflow, which is not provisioned here. To get it:
  npm run setup                                                    through pip, or TensorFlow's archive
  node tools/native/dist/provision-cli.js --library PATH           from a wheel, an archive or a directory
Everything works without it, on wasm.`;

/** What this machine and this version can do: `lethe doctor`, `lethe schema` and `lethe version`. */
export function machineCommands(terminal: Terminal): Command[] {
  return [
    defineCommand(terminal, {
      command: 'doctor',
      description: 'check the backends of this machine; how to get the native one if it is missing',
      options: {},
      run: async (_, { print }) => {
        const { diagnose, formatDiagnosis } = await import('@lethe/runtime');
        const diagnosis = await diagnose();
        print(formatDiagnosis(diagnosis));
        if (!diagnosis.native.found) print(nativeAdvice);
      },
    }),
    defineCommand(terminal, {
      command: 'schema',
      description: 'print the JSON schema of experiment.json',
      options: {},
      run: (_, { print }) => print(JSON.stringify(experimentJsonSchema(), null, 2)),
    }),
    defineCommand(terminal, {
      command: 'version',
      description: 'print the versions of Lethe and Node',
      options: {},
      run: (_, { print }) =>
        print(`lethe ${packageVersion()}, Node ${process.version}, ${process.platform}-${process.arch}`),
    }),
  ];
}
