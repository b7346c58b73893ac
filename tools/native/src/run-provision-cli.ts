import { parseArgs } from 'node:util';
import { provision } from './provision.js';

const HELP = `Fetches libtensorflow, compiles the binding of the tensorflow backend and checks it.

  node tools/native/dist/provision-cli.js [options]

  --library PATH  take the library from a wheel (.whl), a C archive (.tar.gz), or a directory with the content of one
  --force         do it again even when a library is in place
  --require       fail (status 2) when the library cannot be provided
  --quiet         no progress

Environment: LETHE_TENSORFLOW (default of --library), LETHE_CACHE (default ~/.cache/lethe), CXX, CUDA_VISIBLE_DEVICES.
`;

/** Where a command writes its lines. */
export interface Output {
  write(text: string): unknown;
}

/**
 * Runs the command and returns its exit status: 0 also when the library cannot be provided, since everything else works on
 * wasm; 2 when `--library` was given and is unusable, under `--require`, and for options that do not exist.
 */
export async function runProvisionCli(
  args: string[],
  stdout: Output,
  stderr: Output,
  run: typeof provision = provision,
): Promise<number> {
  let values: { library?: string; force?: boolean; require?: boolean; quiet?: boolean; help?: boolean };
  try {
    ({ values } = parseArgs({
      args,
      options: {
        library: { type: 'string' },
        force: { type: 'boolean' },
        require: { type: 'boolean' },
        quiet: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }));
  } catch (error) {
    stderr.write(`${(error as Error).message}\n\n${HELP}`);
    return 2;
  }
  if (values.help) {
    stdout.write(HELP);
    return 0;
  }
  const log = values.quiet ? undefined : (line: string) => stdout.write(`native: ${line}\n`);
  const result = await run({ library: values.library, force: values.force, log });
  if (result.status === 'ready') {
    const { tensorflow, variant, source } = result.record;
    log?.(`TensorFlow ${tensorflow} (${variant}) is ready in ${result.directory}, from ${source}`);
    return 0;
  }
  stdout.write(`${result.lines.join('\n')}\n`);
  return values.library !== undefined || values.require ? 2 : 0;
}
