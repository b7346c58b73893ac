import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { lastLine } from '../command/run-command.js';
import type { LibrarySource, SourceContext } from './library-source.js';
import { findPython, pipDownload } from './pip.js';
import { stageCudaLibraries } from './stage-cuda-libraries.js';
import { stageWheel } from './stage-wheel.js';
import { TENSORFLOW_VERSION } from './supported-tensorflow.js';

/** The wheel from whatever index pip is set up to use: `tensorflow` where an NVIDIA GPU is visible, else `tensorflow-cpu`. */
export const pipWheel: LibrarySource = {
  name: 'pip',
  async stage(context) {
    const python = await findPython(context.env, ['-m', 'pip', '--version']);
    if (python === undefined) throw new Error('no Python with pip');
    // There is no tensorflow-cpu for macOS; its tensorflow is a CPU build.
    const packages = process.platform === 'darwin' ? ['tensorflow'] : ['tensorflow-cpu'];
    if (context.gpu) packages.unshift('tensorflow');
    let reason = '';
    for (const name of packages) {
      const wheel = await download(python, `${name}==${TENSORFLOW_VERSION}`, context);
      if ('reason' in wheel) {
        reason = wheel.reason;
        continue;
      }
      const staged = await stageWheel(wheel.path, context);
      const variant = name === 'tensorflow' && process.platform === 'linux' ? 'gpu' : 'cpu';
      if (variant === 'gpu') await stageCudaLibraries(python, wheel.path, context);
      await rm(wheel.path);
      return { ...staged, variant, source: `${staged.source} from pip` };
    }
    throw new Error(reason);
  },
};

async function download(
  python: string,
  requirement: string,
  context: SourceContext,
): Promise<{ path: string } | { reason: string }> {
  const { downloads, layout, log } = context;
  // The library is the same in the wheels for every Python, so an interpreter that TensorFlow does not support serves as well.
  const tag = layout.wheelTags[process.arch];
  const foreign = tag === undefined ? [] : [['--python-version', '311', '--platform', tag]];
  let reason = '';
  for (const choice of [[], ...foreign]) {
    log(
      `downloading ${requirement} with pip${choice.length > 0 ? ` (${choice.join(' ')})` : ''}, about 270 MB`,
    );
    const result = await pipDownload(python, [...choice, requirement], context);
    const wheel = (await readdir(downloads)).find((file) => /^tensorflow.*\.whl$/.test(file));
    if (result?.code === 0 && wheel !== undefined) return { path: join(downloads, wheel) };
    reason = lastLine(result?.stderr ?? '').replace(/^ERROR:\s*/, '') || 'pip was stopped';
  }
  return { reason };
}
