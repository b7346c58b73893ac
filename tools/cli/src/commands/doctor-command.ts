import type { Command, Terminal } from './command.js';

/** `lethe doctor`: which backends load on this machine, how fast they are, and what the others lack. */
export function doctorCommand(terminal: Terminal): Command {
  return {
    name: 'doctor',
    command: 'doctor',
    describe: 'check the backends of this machine; how to get the native one where it is missing',
    handler: async () => {
      const { diagnose, formatDiagnosis } = await import('@lethe/runtime');
      const diagnosis = await diagnose();
      terminal.print(formatDiagnosis(diagnosis));
      if (!diagnosis.native.found) terminal.print(nativeAdvice);
    },
  };
}

const nativeAdvice = `
The tensorflow backend needs libtensorflow, which is not provisioned here. To get it:
  npm run setup                                                    through pip, or TensorFlow's archive
  node tools/native/dist/provision-cli.js --library PATH           from a wheel, an archive or a directory
Everything works without it, on wasm.`;
