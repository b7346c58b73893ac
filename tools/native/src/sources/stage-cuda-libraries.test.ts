import { existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fakeCommand, fakePython } from '../testing/fake-command.js';
import { makeWheel } from '../testing/make-wheel.js';
import { pinsOf } from '../testing/provision-world.js';
import { cudaRequirements, stageCudaLibraries } from './stage-cuda-libraries.js';
import { libraryLayout, type Pins } from './supported-tensorflow.js';

const METADATA = `Name: tensorflow
Requires-Dist: numpy>=1.26.0
Requires-Dist: nvidia-cublas-cu12<13.0,>=12.5.3.2; extra == "and-cuda"
Requires-Dist: nvidia-cudnn-cu12 (==9.3.0.75) ; extra == 'and-cuda'
Requires-Dist: nvidia-other; extra == "else"
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-cuda-'));
  for (const name of ['bin', 'staging', 'downloads']) mkdirSync(join(folder, name));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const context = (pinned: Pins = {}) => ({
  pinned,
  staging: join(folder, 'staging'),
  downloads: join(folder, 'downloads'),
  layout: libraryLayout()!,
  gpu: true,
  env: { PATH: join(folder, 'bin') },
  log: () => {},
});

function prepare(): string {
  const wheel = join(folder, 'tensorflow-2.21.0-py3-none-any.whl');
  makeWheel(wheel, [{ name: 'tensorflow-2.21.0.dist-info/METADATA', content: METADATA }]);
  const cuda = join(folder, 'nvidia_fake.whl');
  makeWheel(cuda, [
    { name: 'nvidia/cublas/lib/libcublas.so.12', content: 'code' },
    { name: 'nvidia/cublas/include/cublas.h', content: '' },
  ]);
  fakePython(join(folder, 'bin'), cuda);
  return wheel;
}

test('reads the requirements of the extra and-cuda alone', () => {
  expect(cudaRequirements(METADATA)).toEqual([
    'nvidia-cublas-cu12<13.0,>=12.5.3.2',
    'nvidia-cudnn-cu12==9.3.0.75',
  ]);
});

test('puts the libraries beside lib/, with a link in it, and keeps no download', async () => {
  const wheel = join(folder, 'one.whl');
  prepare();
  makeWheel(wheel, [{ name: 't.dist-info/METADATA', content: METADATA.split('\n').slice(0, 3).join('\n') }]);
  const pins = pinsOf(join(folder, 'nvidia_fake.whl'));
  await expect(stageCudaLibraries('python3', wheel, context())).rejects.toThrow(
    /no SHA-256 is pinned for nvidia_fake\.whl/,
  );
  await stageCudaLibraries('python3', wheel, context(pins));
  const link = join(folder, 'staging', 'lib', 'libcublas.so.12');
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readFileSync(link, 'utf8')).toBe('code');
  expect(existsSync(join(folder, 'staging', 'nvidia', 'cublas', 'include'))).toBe(false);
  expect(existsSync(join(folder, 'downloads', 'nvidia_fake.whl'))).toBe(false);
});

test('leaves it at the CUDA of the system where that is complete', async () => {
  const wheel = prepare();
  fakeCommand(join(folder, 'bin'), 'ldconfig', 'echo "libcudart.so.12 libcublas.so.12 libcudnn.so.9"');
  await stageCudaLibraries('python3', wheel, context());
  expect(existsSync(join(folder, 'bin', 'downloads'))).toBe(false);
});
