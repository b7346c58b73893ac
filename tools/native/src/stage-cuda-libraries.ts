import { mkdir, readdir, rm, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { extractWheel } from './extract-wheel.js';
import type { SourceContext } from './library-source.js';
import { pipDownload } from './pip-download.js';
import { lastLine, runCommand } from './run-command.js';
import { openZipEntry, readZipDirectory } from './zip-file.js';

/** Libraries whose presence on the system shows that CUDA 12 and cuDNN 9 are installed. */
const SYSTEM_LIBRARIES = ['libcudart.so.12', 'libcublas.so.12', 'libcudnn.so.9'];

/**
 * Puts the CUDA libraries that a GPU wheel asks for (its extra `and-cuda`) where it looks for them: in `nvidia/` next to `lib/`,
 * and as links beside the library. Does nothing where the system has them.
 * @throws Error when pip cannot get one of them
 */
export async function stageCudaLibraries(
  python: string,
  wheel: string,
  context: SourceContext,
): Promise<void> {
  if (await systemHasCuda(context.env)) return;
  const requirements = cudaRequirements(await readMetadata(wheel));
  if (requirements.length === 0) return;
  const { staging, downloads, log } = context;
  log(`downloading ${requirements.length} CUDA packages with pip, some 3 GB`);
  for (const requirement of requirements) {
    const result = await pipDownload(python, [requirement], context);
    if (result?.code !== 0) throw new Error(`no ${requirement}: ${lastLine(result?.stderr ?? '')}`);
  }
  await mkdir(join(staging, 'lib'), { recursive: true });
  for (const file of (await readdir(downloads)).filter((name) => name.startsWith('nvidia'))) {
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

async function readMetadata(wheel: string): Promise<string> {
  const entry = (await readZipDirectory(wheel)).find(({ name }) => /^[^/]+\.dist-info\/METADATA$/.test(name));
  return entry === undefined ? '' : text(await openZipEntry(wheel, entry));
}

async function systemHasCuda(env: NodeJS.ProcessEnv): Promise<boolean> {
  const listed = (await runCommand('ldconfig', ['-p'], { env }))?.stdout ?? '';
  return SYSTEM_LIBRARIES.every((library) => listed.includes(library));
}
