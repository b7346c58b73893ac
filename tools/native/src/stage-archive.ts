import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { hashFile } from './hash-file.js';
import type { SourceContext, StagedLibrary } from './library-source.js';
import { lastLine, runCommand } from './run-command.js';
import { recogniseDirectory, stageDirectory } from './stage-directory.js';
import { PINNED_SHA256 } from './supported-tensorflow.js';

/** Stages a libtensorflow C archive (.tar.gz with lib/ and include/), unpacked by the system's tar. */
export async function stageArchive(archive: string, context: SourceContext): Promise<StagedLibrary> {
  const name = basename(archive);
  const pinned = PINNED_SHA256[name];
  if (pinned !== undefined) {
    const found = await hashFile(archive);
    if (found !== pinned) throw new Error(`${name} has SHA-256 ${found}, expected ${pinned}`);
  }
  const unpacked = join(context.downloads, 'archive');
  await mkdir(unpacked, { recursive: true });
  const result = await runCommand('tar', ['-xzf', archive, '-C', unpacked], { env: context.env });
  if (result === undefined) throw new Error('there is no tar to unpack it');
  if (result.code !== 0) throw new Error(`${name} cannot be unpacked: ${lastLine(result.stderr)}`);
  const directory = recogniseDirectory(unpacked, context.layout);
  if (directory === undefined) throw new Error(`${name} is no libtensorflow C archive for this platform`);
  const staged = await stageDirectory(directory, context);
  return { ...staged, variant: name.includes('-gpu-') ? 'gpu' : 'cpu', source: `archive ${name}` };
}
