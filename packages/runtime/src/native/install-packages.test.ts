import { createRequire } from 'node:module';
import { sep } from 'node:path';
import { expect, test } from 'vitest';
import { openBackend } from '../backends/open-backend.js';

/** Old packages with known faults, which tfjs-node-gpu brings for its own installation. */
const installers = ['tar', '@mapbox/node-pre-gyp', 'inflight', 'rimraf', 'adm-zip', 'https-proxy-agent'];

/** Which of some packages this process has loaded, as CommonJS, which all of these are. */
function loaded(names: readonly string[]): string[] {
  const files = Object.keys(createRequire(import.meta.url).cache);
  return names.filter((name) => files.some((file) => file.includes(`${sep}node_modules${sep}${name}${sep}`)));
}

test('what tfjs-node-gpu needs to install itself is never loaded', async () => {
  // What the tensorflow backend loads of it, where the native library is absent too.
  await import('@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend.js');
  await import('@tensorflow/tfjs-node-gpu/dist/register_all_kernels.js');
  await openBackend();
  expect(loaded(['@tensorflow/tfjs-node-gpu'])).toEqual(['@tensorflow/tfjs-node-gpu']);
  expect(loaded(installers)).toEqual([]);
});

test('that would be seen', () => {
  createRequire(createRequire(import.meta.url).resolve('@tensorflow/tfjs-node-gpu/package.json'))('rimraf');
  expect(loaded(installers)).toContain('rimraf');
});
