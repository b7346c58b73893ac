import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SourceContext } from './library-source.js';
import { stageArchive } from './stage-archive.js';
import { libraryLayout, PINNED_SHA256 } from './supported-tensorflow.js';
import { tfjsArchive } from './tfjs-archive.js';

const layout = libraryLayout()!;
let folder: string;
let context: SourceContext;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-archive-'));
  for (const name of ['staging', 'downloads']) mkdirSync(join(folder, name));
  const env = { PATH: process.env.PATH };
  context = {
    staging: join(folder, 'staging'),
    downloads: join(folder, 'downloads'),
    layout,
    pinned: PINNED_SHA256,
    gpu: false,
    env,
    log: () => {},
  };
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** An archive as TensorFlow publishes it: the library under its full version, links to it, and headers. */
function makeArchive(files: Record<string, string>): string {
  const root = join(folder, 'content');
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  for (const library of layout.archive) {
    if (existsSync(join(root, 'lib'))) symlinkSync(`${library}.9.1`, join(root, 'lib', library));
  }
  const path = join(folder, 'archive.tar.gz');
  spawnSync('tar', ['-czf', path, '-C', root, '.']);
  return path;
}

test('takes the libraries under the name that the loader asks for, and the C headers', async () => {
  const archive = makeArchive({
    ...Object.fromEntries(layout.archive.map((library) => [`lib/${library}.9.1`, library])),
    'include/tensorflow/c/c_api.h': '',
    'include/tensorflow/core/platform/ctstring.h': '',
    'include/tensorflow/core/ops/no_op.h': '',
  });
  const staged = await stageArchive(archive, context);
  expect(staged).toEqual({ libraries: layout.archive, variant: 'cpu', source: 'archive archive.tar.gz' });
  expect(readdirSync(join(folder, 'staging', 'lib')).sort()).toEqual([...layout.archive].sort());
  const headers = (readdirSync(join(folder, 'staging', 'include'), { recursive: true }) as string[]).filter(
    (name) => name.endsWith('.h'),
  );
  expect(headers.sort()).toEqual(['tensorflow/c/c_api.h', 'tensorflow/core/platform/ctstring.h']);
});

test('refuses an archive without the library, and a file that is no archive', async () => {
  await expect(stageArchive(makeArchive({ 'readme.txt': '' }), context)).rejects.toThrow(
    /is not a libtensorflow C archive/,
  );
  writeFileSync(join(folder, 'broken.tar.gz'), 'nothing');
  await expect(stageArchive(join(folder, 'broken.tar.gz'), context)).rejects.toThrow(/cannot be unpacked/);
});

const arch = process.arch === 'x64' ? 'x86_64' : process.arch;
const published = `libtensorflow-cpu-${process.platform}-${arch}-2.9.1.tar.gz`;

test.skipIf(PINNED_SHA256[published] === undefined)(
  'a download is checked before it is unpacked',
  async () => {
    const asked: string[] = [];
    const server: Server = createServer((request, response) => {
      asked.push(request.url!);
      response.statusCode = request.url!.startsWith('/missing') ? 404 : 200;
      response.end('something else');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const from = (address: string) =>
        tfjsArchive.stage({ ...context, env: { TFJS_NODE_BASE_URI: address } });
      await expect(from(`${base}/libtensorflow-`)).rejects.toThrow(/has SHA-256 \w+, expected/);
      await expect(from(`${base}/missing-`)).rejects.toThrow(/cannot be downloaded \(HTTP 404\)/);
      expect(asked[0]).toBe(`/${published}`);
    } finally {
      server.close();
    }
  },
);
