import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { runCommand } from '../command/run-command.js';

const require = createRequire(import.meta.url);

export interface Compiler {
  command: string;
  /** First line of its `--version`. */
  version: string;
}

/** Finds a C++ compiler: `$CXX`, g++, c++ or clang++. */
export async function findCompiler(env: NodeJS.ProcessEnv): Promise<Compiler | undefined> {
  for (const command of [env.CXX, 'g++', 'c++', 'clang++']) {
    if (!command) continue;
    const result = await runCommand(command, ['--version'], { env, timeoutMs: 30_000 });
    if (result?.code === 0) return { command, version: result.stdout.split('\n')[0]!.trim() };
  }
  return undefined;
}

/** The npm package whose binding is compiled, as `name version`. */
export function bindingSource(): string {
  const { name, version } = require(bindingPackage());
  return `${name} ${version}`;
}

function bindingPackage(): string {
  // A dependency of the runtime, which need not be hoisted to where this package sees it.
  return createRequire(require.resolve('@lethe/runtime/package.json')).resolve(
    '@tensorflow/tfjs-node-gpu/package.json',
  );
}

/**
 * Compiles tfjs-node's binding against the staged headers and libraries into `<staging>/tfjs_binding.node`.
 * It uses version 8 of Node-API, which every supported Node provides, so one file serves them all.
 * @throws Error with the compiler's first complaint
 */
export async function compileBinding(
  staging: string,
  libraries: string[],
  compiler: Compiler,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const sources = join(dirname(bindingPackage()), 'binding');
  const headers: string = require('node-api-headers').include_dir;
  const args = [
    '-O2',
    '-std=c++17',
    '-fPIC',
    '-DNAPI_VERSION=8',
    `-I${headers}`,
    `-I${join(staging, 'include')}`,
    join(sources, 'tfjs_backend.cc'),
    join(sources, 'tfjs_binding.cc'),
    ...libraries.map((file) => join(staging, 'lib', file)),
    ...(process.platform === 'darwin'
      ? ['-bundle', '-undefined', 'dynamic_lookup', '-Wl,-rpath,@loader_path/lib']
      : ['-shared', '-Wl,-rpath,$ORIGIN/lib']),
    '-o',
    join(staging, 'tfjs_binding.node'),
  ];
  const result = await runCommand(compiler.command, args, { env, timeoutMs: 10 * 60_000 });
  if (result?.code === 0 && existsSync(join(staging, 'tfjs_binding.node'))) return;
  const complaint = /^.*(?:error|undefined reference|cannot find).*$/m.exec(result?.stderr ?? '')?.[0];
  throw new Error(`the binding does not compile: ${complaint?.trim() ?? 'the compiler was stopped'}`);
}
