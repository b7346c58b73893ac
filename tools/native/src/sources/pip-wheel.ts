import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { lastLine } from '../command/run-command.js';
import type { LibrarySource, SourceContext, StagedLibrary } from './library-source.js';
import { findPython, pipDownload } from './pip.js';
import { stageCudaLibraries } from './stage-cuda-libraries.js';
import { stageWheel } from './stage-wheel.js';
import { checkDownload, TENSORFLOW_VERSION } from './supported-tensorflow.js';

/**
 * The wheel from whatever index pip is set up to use: `tensorflow` where an NVIDIA GPU is visible, else `tensorflow-cpu`. Only
 * a wheel whose checksum is pinned is asked for, and any Python with pip gets it, one that TensorFlow does not support too.
 */
export const pipWheel: LibrarySource = {
  name: 'pip',
  async stage(context) {
    // There is no tensorflow-cpu for macOS; its tensorflow is a CPU build.
    const packages = process.platform === 'darwin' ? ['tensorflow'] : ['tensorflow-cpu'];
    if (context.gpu && process.platform !== 'darwin') packages.unshift('tensorflow');
    const reasons: string[] = [];
    for (const name of packages) {
      try {
        return await stagePackage(name, context);
      } catch (error) {
        reasons.push((error as Error).message);
        context.log(`pip: ${(error as Error).message}`);
      }
    }
    throw new Error(reasons.join('; '));
  },
};

async function stagePackage(name: string, context: SourceContext): Promise<StagedLibrary> {
  const wheel = pinnedWheel(name, context);
  if (wheel === undefined) {
    const place = `${process.platform} ${process.arch}`;
    throw new Error(
      `no SHA-256 is pinned for ${name} ${TENSORFLOW_VERSION} on ${place}, so it is not downloaded (install it with pip yourself, or give a wheel with --library)`,
    );
  }
  const python = await findPython(context.env, ['-m', 'pip', '--version']);
  if (python === undefined) throw new Error('no Python with pip');
  const path = await download(python, name, wheel, context);
  await checkDownload(path, context.pinned);
  const staged = await stageWheel(path, context);
  const variant = name === 'tensorflow' && process.platform === 'linux' ? 'gpu' : 'cpu';
  if (variant === 'gpu') await stageCudaLibraries(python, path, context);
  await rm(path);
  return { ...staged, variant, source: `${staged.source} from pip` };
}

/** A wheel by the tags of its name. */
interface Wheel {
  file: string;
  python: string;
  abi: string;
  platform: string;
}

function pinnedWheel(name: string, { layout, pinned }: SourceContext): Wheel | undefined {
  const platform = layout.wheelTags[process.arch];
  const begin = `${name.replace('-', '_')}-${TENSORFLOW_VERSION}-`;
  const file = Object.keys(pinned).find((key) => key.startsWith(begin) && key.endsWith(`-${platform}.whl`));
  const tags = /-cp(\d+)-(\w+)-(\w+)\.whl$/.exec(file ?? '');
  return tags && file ? { file, python: tags[1]!, abi: tags[2]!, platform: tags[3]! } : undefined;
}

async function download(python: string, name: string, wheel: Wheel, context: SourceContext): Promise<string> {
  const { downloads, log } = context;
  log(`downloading ${wheel.file} with pip, about 270 MB`);
  const tags = ['--implementation', 'cp', '--python-version', wheel.python, '--abi', wheel.abi];
  const requirement = `${name}==${TENSORFLOW_VERSION}`;
  const result = await pipDownload(python, [...tags, '--platform', wheel.platform, requirement], context);
  const [found] = (await readdir(downloads)).filter((file) => /^tensorflow.*\.whl$/.test(file));
  if (result?.code === 0 && found !== undefined) return join(downloads, found);
  throw new Error(lastLine(result?.stderr ?? '').replace(/^ERROR:\s*/, '') || 'pip was stopped');
}
