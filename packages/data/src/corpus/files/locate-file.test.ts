import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LetheError } from '@lethe/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hubCachePath } from './download-from-hub.js';
import { type LocateOptions, locateFile, nameOfLocation } from './locate-file.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-locate-'));
afterAll(() => rmSync(directory, { recursive: true }));

const put = (path: string, content: string): string => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
};
const options = (env: NodeJS.ProcessEnv, signal = new AbortController().signal): LocateOptions => ({
  baseDirectory: join(directory, 'experiment'),
  log: () => {},
  signal,
  env: { LETHE_CACHE: join(directory, 'cache'), ...env },
});
const messageOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'found',
    (error: unknown) => {
      expect(error).toBeInstanceOf(LetheError);
      return (error as LetheError).message;
    },
  );

test('a path is absolute, else beside the experiment, else below LETHE_DATA', async () => {
  const beside = put(join(directory, 'experiment/a.txt'), 'beside');
  const shared = put(join(directory, 'data/a.txt'), 'shared');
  const env = { LETHE_DATA: join(directory, 'data') };
  expect(await locateFile({ path: shared }, options({}))).toBe(shared);
  expect(await locateFile({ path: 'a.txt' }, options(env))).toBe(beside);
  rmSync(beside);
  expect(await locateFile({ path: 'a.txt' }, options(env))).toBe(shared);
});

test('the message lists every place that was looked at', async () => {
  const env = { LETHE_DATA: join(directory, 'data') };
  const set = await messageOf(locateFile({ path: 'absent.txt' }, options(env)));
  expect(set).toContain(join(directory, 'experiment/absent.txt'));
  expect(set).toContain(join(directory, 'data/absent.txt'));
  expect(await messageOf(locateFile({ path: 'absent.txt' }, options({})))).toContain('LETHE_DATA (not set)');
  expect(await messageOf(locateFile({}, options({})))).toMatch(/"path" or "hub"/);
  // A directory of that name is no file.
  mkdirSync(join(directory, 'experiment/folder.txt'), { recursive: true });
  expect(await messageOf(locateFile({ path: 'folder.txt' }, options({})))).toContain('folder.txt');
});

test('the cache lies below LETHE_CACHE, else below the cache directory of the user', () => {
  const hub = { repo: 'owner/name', file: 'sub/file.json', revision: 'refs/pr/1' };
  const below = (env: NodeJS.ProcessEnv) => hubCachePath(hub, env);
  const rest = 'hub/datasets--owner--name/refs%2Fpr%2F1/sub/file.json';
  expect(below({ LETHE_CACHE: '/c', XDG_CACHE_HOME: '/x', HOME: '/h' })).toBe(`/c/${rest}`);
  expect(below({ XDG_CACHE_HOME: '/x', HOME: '/h' })).toBe(`/x/lethe/${rest}`);
  expect(below({ HOME: '/h' })).toBe(`/h/.cache/lethe/${rest}`);
  expect(() => hubCachePath({ ...hub, file: '../../secret' }, {})).toThrow(LetheError);
  expect(nameOfLocation({ hub })).toBe('owner/name/sub/file.json');
});

describe('a file of the hub', () => {
  const content = 'x'.repeat(70_000);
  const hub = { repo: 'owner/name', file: 'sub/file.txt', revision: 'main' };
  const cached = join(directory, 'cache/hub/datasets--owner--name/main/sub/file.txt');
  let requests: string[] = [];
  let mode: 'whole' | 'short' | 'hang' = 'whole';
  let server: Server;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    server = createServer((request, response) => {
      requests.push(`${request.method} ${request.url}`);
      if (request.url !== '/datasets/owner/name/resolve/main/sub/file.txt') {
        response.writeHead(404, { 'X-Error-Code': 'EntryNotFound' }).end();
        return;
      }
      const range = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '');
      const begin = Number(range?.[1] ?? 0);
      const end = range?.[2] ? Number(range[2]) : content.length - 1;
      const isProbe = range !== null && end === 0;
      const body = content.slice(begin, end + 1);
      response.writeHead(range ? 206 : 200, {
        ETag: '"1"',
        'Content-Range': `bytes ${begin}-${end}/${content.length}`,
      });
      if (isProbe || mode === 'whole') response.end(body);
      else if (mode === 'short') response.end(body.slice(0, 1000));
      else response.write(body.slice(0, 1000));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    env = { HF_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    rmSync(join(directory, 'cache'), { recursive: true, force: true });
    requests = [];
    mode = 'whole';
  });

  test('is downloaded once into the cache', async () => {
    const lines: string[] = [];
    const path = await locateFile(
      { path: 'no.txt', hub },
      { ...options(env), log: (line) => lines.push(line) },
    );
    expect(path).toBe(cached);
    expect(readFileSync(path, 'utf8')).toBe(content);
    expect(lines).toEqual([
      expect.stringMatching(/^downloading owner\/name\/sub\/file.txt \(main\) from http:/),
    ]);
    const made = requests.length;
    expect(made).toBeGreaterThan(0);
    await locateFile({ hub }, options(env));
    expect(requests).toHaveLength(made);
  });

  test('is not in the cache while it is incomplete', async () => {
    mode = 'short';
    const message = await messageOf(locateFile({ path: 'no.txt', hub }, options(env)));
    expect(message).toContain('after 1000 of 70000 bytes');
    expect(message).toContain(cached);
    expect(message).toContain(join(directory, 'experiment/no.txt'));
    expect(readdirSync(dirname(cached))).toEqual([]);
  });

  test('is given up when the stage is aborted', async () => {
    mode = 'hang';
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('stop')), 200);
    await expect(locateFile({ hub }, options(env, controller.signal))).rejects.toThrow('stop');
    expect(readdirSync(dirname(cached))).toEqual([]);
  });

  test('that the repository lacks is named', async () => {
    expect(await messageOf(locateFile({ hub: { ...hub, file: 'other.txt' } }, options(env)))).toMatch(
      /owner\/name at main: the data set on the hub has no such file[\s\S]*other.txt/,
    );
  });

  test('is listed among the places when there is no network', async () => {
    const nowhere = { HF_ENDPOINT: 'http://127.0.0.1:1' };
    const message = await messageOf(locateFile({ path: 'no.txt', hub }, options(nowhere)));
    expect(message).toMatch(/the Hugging Face hub, owner\/name: .*(ECONNREFUSED|fetch failed|bad port)/);
    expect(message).toContain(cached);
    expect(message).toMatch(/set LETHE_DATA/);
  });
});
