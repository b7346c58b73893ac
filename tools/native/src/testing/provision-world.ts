import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type ProvisionOptions, type ProvisionSteps, provision } from '../provision.js';
import type { LibrarySource } from '../sources/library-source.js';
import { libraryLayout, type Pins } from '../sources/supported-tensorflow.js';
import { makeWheel } from './make-wheel.js';

/** A folder with an empty PATH and an empty cache, so that a test sees no real compiler, Python, GPU or network. */
export class ProvisionWorld {
  readonly folder = mkdtempSync(join(tmpdir(), 'lethe-provision-'));
  readonly bin = join(this.folder, 'bin');
  readonly cache = join(this.folder, 'cache');
  /** Nothing listens on this port, so the last source fails at once. */
  readonly env: NodeJS.ProcessEnv = {
    PATH: this.bin,
    LETHE_CACHE: this.cache,
    TFJS_NODE_BASE_URI: 'http://127.0.0.1:9/',
  };

  constructor() {
    mkdirSync(this.bin);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  /** What lies in the cache. */
  cached(): string[] {
    const root = join(this.cache, 'native');
    return existsSync(root) ? readdirSync(root) : [];
  }

  /** Provisions where that must not succeed; returns the message, having checked that it is two lines and that nothing is left. */
  async missing(options: ProvisionOptions = {}, steps?: Partial<ProvisionSteps>): Promise<string> {
    const result = await provision({ env: this.env, ...options }, steps);
    if (result.status !== 'missing') throw new Error(`made ${result.directory}`);
    const text = result.lines.join('\n');
    if (text.split('\n').length !== 2) throw new Error(`not two lines:\n${text}`);
    if (this.cached().length > 0) throw new Error(`left behind: ${this.cached()}`);
    return text;
  }

  /** A wheel with libraries that are text, and some members that are not needed. */
  makeTensorflowWheel(name = wheelName): string {
    const path = join(this.folder, name);
    makeWheel(path, [
      ...layout.wheel.map((file) => ({ name: `tensorflow/${file}`, content: `library ${file}` })),
      { name: 'tensorflow/include/tensorflow/c/c_api.h', content: '// c' },
      { name: 'tensorflow/include/xla/tsl/c/tsl_status.h', content: '// status' },
      { name: 'tensorflow/include/Eigen/Core.h', content: '// not needed' },
      { name: 'tensorflow/python/big.py', content: '# not needed' },
    ]);
    return path;
  }
}

export const layout = libraryLayout()!;

/** The wheel that pip would be asked for on this platform, if it were pinned. */
export const wheelName = `${process.platform === 'darwin' ? 'tensorflow' : 'tensorflow_cpu'}-2.21.0-cp312-cp312-${layout.wheelTags[process.arch]}.whl`;

/** The checksum of a file, by its name. */
export function pinsOf(path: string): Pins {
  return { [basename(path)]: createHash('sha256').update(readFileSync(path)).digest('hex') };
}

/** The name of the directory that the libraries of these tests end up in. */
export const directoryName = `2.21.0-${process.platform}-${process.arch}`;

/** A check that believes what it is given; the libraries of these tests cannot be loaded. */
export const verify: ProvisionSteps['verify'] = async () => ({ tensorflow: '2.21.0', gpu: false });

/** A source that stages one library, and notes that it was asked. */
export function workingSource(name: string, calls: string[] = []): LibrarySource {
  return {
    name,
    async stage({ staging }) {
      calls.push(name);
      mkdirSync(join(staging, 'lib'));
      mkdirSync(join(staging, 'include'));
      writeFileSync(join(staging, 'lib', 'libone.so'), 'one');
      return { libraries: ['libone.so'], variant: 'cpu', source: `${name}'s` };
    },
  };
}
