import { mkdir, readdir, rm, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { lastLine, runCommand } from '../command/run-command.js';
import { extractWheel, readWheelMember } from './extract-wheel.js';
import type { SourceContext } from './library-source.js';
import { pipDownload } from './pip.js';
import { checkDownload } from './supported-tensorflow.js';

/** Libraries whose presence on the system shows that CUDA 12 and cuDNN 9 are installed. */
const SYSTEM_LIBRARIES = ['libcudart.so.12', 'libcublas.so.12', 'libcudnn.so.9'];

const METADATA = /^[^/]+\.dist-info\/METADATA$/;

/** True when an NVIDIA GPU is visible to this process: its driver lists one and CUDA_VISIBLE_DEVICES does not hide it. */
export async function hasNvidiaGpu(env: NodeJS.ProcessEnv): Promise<boolean> {
  const visible = env.CUDA_VISIBLE_DEVICES;
  if (visible !== undefined && (visible === '' || visible.startsWith('-1'))) return false;
  const listed = await runCommand('nvidia-smi', ['-L'], { env, timeoutMs: 30_000 });
  return listed?.code === 0 && listed.stdout.includes('GPU ');
}

/**
 * Puts the CUDA libraries that a GPU wheel asks for (its extra `and-cuda`) where it looks for them: in `nvidia/` next to `lib/`,
 * and as links beside the library. Does nothing where the system has them.
 * @throws Error when pip cannot get one of them, or what it gets is not pinned
 */
export async function stageCudaLibraries(
  python: string,
  wheel: string,
  context: SourceContext,
): Promise<void> {
  if (await systemHasCuda(context.env)) return;
  const requirements = cudaRequirements((await readWheelMember(wheel, METADATA)) ?? '');
  if (requirements.length === 0) return;
  const { staging, downloads, pinned, log } = context;
  log(`downloading ${requirements.length} CUDA packages with pip, about 3 GB`);
  for (const requirement of requirements) {
    const result = await pipDownload(python, [requirement], context);
    if (result?.code !== 0) throw new Error(`no ${requirement}: ${lastLine(result?.stderr ?? '')}`);
  }
  await mkdir(join(staging, 'lib'), { recursive: true });
  for (const file of (await readdir(downloads)).filter((name) => name.startsWith('nvidia'))) {
    await checkDownload(join(downloads, file), pinned);
    const members = await extractWheel(join(downloads, file), (member) =>
      /^nvidia\/[\w/]+\/lib\/[^/]+\.so[.\d]*$/.test(member) ? join(staging, ...member.split('/')) : undefined,
    );
    for (const member of members) {
      await symlink(join('..', ...member.split('/')), join(staging, 'lib', basename(member)));
    }
    await rm(join(downloads, file));
  }
}

/** The requirements of the extra `and-cuda`, as pip takes them: `nvidia-cublas-cu12==12.5.3.2`. */
export function cudaRequirements(metadata: string): string[] {
  return [
    ...metadata.matchAll(
      /^Requires-Dist: (nvidia-[\w.-]+)\s*\(?([^;)]*)\)?\s*;\s*extra == ['"]and-cuda['"]/gm,
    ),
  ].map((match) => `${match[1]}${match[2]!.replaceAll(' ', '')}`);
}

async function systemHasCuda(env: NodeJS.ProcessEnv): Promise<boolean> {
  const listed = (await runCommand('ldconfig', ['-p'], { env }))?.stdout ?? '';
  return SYSTEM_LIBRARIES.every((library) => listed.includes(library));
}
