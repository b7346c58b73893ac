import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { LibrarySource } from './library-source.js';
import { stageArchive } from './stage-archive.js';
import { ARCHIVE_VERSION, checkDownload } from './supported-tensorflow.js';

/**
 * The C archive that tfjs-node itself downloads, an older TensorFlow. Its address can be moved with the variables that
 * tfjs-node reads: TFJS_NODE_CDN_STORAGE and TFJS_NODE_BASE_URI. Only archives whose checksum is known are taken.
 */
export const tfjsArchive: LibrarySource = {
  name: "tfjs-node's archive",
  async stage(context) {
    const { env, log, downloads } = context;
    const variant = context.gpu && process.platform === 'linux' ? 'gpu' : 'cpu';
    const arch = process.arch === 'x64' ? 'x86_64' : process.arch;
    const system = `${variant}-${process.platform}-${arch}-${ARCHIVE_VERSION}.tar.gz`;
    const name = `libtensorflow-${system}`;
    if (!Object.hasOwn(context.pinned, name)) {
      throw new Error(`none for ${process.platform} ${process.arch} whose SHA-256 is pinned`);
    }
    const storage = env.TFJS_NODE_CDN_STORAGE || 'https://storage.googleapis.com/';
    const base = env.TFJS_NODE_BASE_URI || `${storage}tensorflow/libtensorflow/libtensorflow-`;
    log(`downloading ${name}`);
    const file = join(downloads, name);
    await fetchFile(base + system, file);
    await checkDownload(file, context.pinned);
    return stageArchive(file, context);
  },
};

async function fetchFile(url: string, file: string): Promise<void> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch (error) {
    const cause = (error as Error).cause as NodeJS.ErrnoException | undefined;
    throw new Error(`cannot be downloaded (${cause?.code ?? (error as Error).message})`);
  }
  if (!response.ok || response.body === null)
    throw new Error(`cannot be downloaded (HTTP ${response.status})`);
  await pipeline(Readable.fromWeb(response.body as never), createWriteStream(file));
}
