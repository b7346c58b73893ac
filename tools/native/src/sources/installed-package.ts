import { runCommand } from '../command/run-command.js';
import type { LibrarySource } from './library-source.js';
import { recogniseDirectory, stageDirectory } from './stage-directory.js';
import { TENSORFLOW_VERSION } from './supported-tensorflow.js';

/** Prints version and folder of an installed tensorflow without importing it. */
const PROBE = `
import importlib.metadata, importlib.util
spec = importlib.util.find_spec('tensorflow')
names = ['tensorflow', 'tensorflow-cpu']
found = [d for d in importlib.metadata.distributions() if (d.metadata['Name'] or '').lower().replace('_', '-') in names]
if spec and found: print(found[0].version, list(spec.submodule_search_locations)[0], sep='\\n')
`;

/** A tensorflow of exactly the supported version that pip has installed already. */
export const installedPackage: LibrarySource = {
  name: 'installed tensorflow package',
  async stage(context) {
    for (const python of ['python3', 'python']) {
      const result = await runCommand(python, ['-c', PROBE], { env: context.env, timeoutMs: 30_000 });
      const [version, path] = result?.code === 0 ? result.stdout.trim().split('\n') : [];
      if (!version || !path) continue;
      if (version !== TENSORFLOW_VERSION)
        throw new Error(`version ${version} instead of ${TENSORFLOW_VERSION}`);
      const directory = recogniseDirectory(path, context.layout);
      if (directory === undefined) throw new Error(`${path} holds no libtensorflow`);
      return stageDirectory(directory, context);
    }
    throw new Error('none');
  },
};
