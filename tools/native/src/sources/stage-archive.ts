import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { lastLine, runCommand } from '../command/run-command.js';
import type { SourceContext, StagedLibrary } from './library-source.js';
import { recogniseDirectory, stageDirectory } from './stage-directory.js';
import { checkPinned } from './supported-tensorflow.js';

/** Stages a libtensorflow C archive (.tar.gz with lib/ and include/), unpacked by the system's tar. */
export async function stageArchive(archive: string, context: SourceContext): Promise<StagedLibrary> {
  const name = basename(archive);
  await checkPinned(archive, context.pinned);
  const unpacked = join(context.downloads, 'archive');
  await mkdir(unpacked, { recursive: true });
  const result = await runCommand('tar', ['-xzf', archive, '-C', unpacked], { env: context.env });
  if (result === undefined) throw new Error('there is no tar to unpack it');
  if (result.code !== 0) throw new Error(`${name} cannot be unpacked: ${lastLine(result.stderr)}`);
  const directory = recogniseDirectory(unpacked, context.layout);
  if (directory === undefined) throw new Error(`${name} is not a libtensorflow C archive for this platform`);
  const staged = await stageDirectory(directory, context);
  return { ...staged, variant: name.includes('-gpu-') ? 'gpu' : 'cpu', source: `archive ${name}` };
}
