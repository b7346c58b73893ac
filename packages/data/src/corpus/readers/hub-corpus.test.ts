import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LetheError } from '@lethe/contracts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { collectDocuments } from '../../testing/collect-documents.js';
import { parseHubInput } from '../files/hub-input.js';
import type { ReadProgress } from './corpus-pass.js';
import { openCorpus } from './open-corpus.js';

const parquet = readFileSync(fileURLToPath(new URL('../../../fixtures/zstd.parquet', import.meta.url)));
const jsonl = Buffer.from(Array.from({ length: 3000 }, (_, i) => `{"text":"line ${i}"}\n`).join(''));

/** Files of owner/name by revision. */
const repository: Record<string, Record<string, Buffer>> = {
  main: {
    'README.md': Buffer.from('card'),
    'data/b.jsonl': jsonl,
    'data/a.jsonl': Buffer.from('{"text":"first"}'),
    'extra/x.parquet': parquet,
    'notes.txt': Buffer.from('one\n\ntwo'),
  },
  'refs/convert/parquet': { 'default/train/0000.parquet': parquet },
};

const directory = mkdtempSync(join(tmpdir(), 'lethe-hub-'));
let server: Server;
let base: string;
let requests: string[];
let tokens: Set<string | undefined>;
let cutAfter: number | undefined;

beforeAll(async () => {
  server = createServer((request, response) => {
    requests.push(request.url!);
    tokens.add(request.headers.authorization);
    answer(new URL(request.url!, base), request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(directory, { recursive: true });
});
beforeEach(() => {
  rmSync(join(directory, 'cache'), { recursive: true, force: true });
  requests = [];
  tokens = new Set();
  cutAfter = undefined;
});

/** The part of the hub's interface that listing and downloading use. */
function answer(
  { pathname, searchParams }: URL,
  request: IncomingMessage,
  response: ServerResponse,
): unknown {
  const json = (status: number, body: unknown, headers: Record<string, string> = {}): void => {
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
  const tree = /^\/api\/datasets\/([^/]+\/[^/]+)\/tree\/([^/]+)$/.exec(pathname);
  if (tree) {
    if (tree[1] === 'owner/gated') return json(401, { error: 'Access to dataset owner/gated is restricted' });
    const files = tree[1] === 'owner/name' ? repository[decodeURIComponent(tree[2]!)] : undefined;
    if (!files) return json(404, { error: 'Repository not found' });
    // Two entries a page.
    const begin = Number(searchParams.get('cursor') ?? 0);
    const all = Object.entries(files).map(([path, { length }]) => ({
      type: 'file',
      path,
      size: length,
      oid: '1',
    }));
    const entries = [{ type: 'directory', path: 'data', size: 0, oid: '2' }, ...all];
    const next = `${base}${pathname}?recursive=true&cursor=${begin + 2}`;
    const isLast = begin + 2 >= entries.length;
    return json(200, entries.slice(begin, begin + 2), isLast ? {} : { Link: `<${next}>; rel="next"` });
  }
  const resolve = /^\/datasets\/owner\/name\/resolve\/([^/]+)\/(.+)$/.exec(pathname);
  if (resolve) {
    const file = `/cdn/${resolve[1]}/${resolve[2]}`;
    return response.writeHead(302, { Location: `${base}${file}` }).end();
  }
  const [, revision, name] = /^\/cdn\/([^/]+)\/(.+)$/.exec(pathname) ?? [];
  const content = repository[decodeURIComponent(revision!)]![name!]!;
  const range = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '');
  const begin = Number(range?.[1] ?? 0);
  const body = content.subarray(begin, range?.[2] ? Number(range[2]) + 1 : undefined);
  response.writeHead(range ? 206 : 200, {
    ETag: '"1"',
    'Content-Length': String(body.length),
    ...(range && { 'Content-Range': `bytes ${begin}-${begin + body.length - 1}/${content.length}` }),
  });
  if (cutAfter === undefined || body.length <= cutAfter) return response.end(body);
  return response.write(body.subarray(0, cutAfter), () => response.destroy());
}

const open = (input: string, more: object = {}, env: NodeJS.ProcessEnv = {}) =>
  openCorpus([input], { env: { HF_ENDPOINT: base, LETHE_CACHE: join(directory, 'cache'), ...env }, ...more });
const read = (...call: Parameters<typeof open>) => collectDocuments(open(...call));
const errorOf = async (...call: Parameters<typeof open>): Promise<LetheError> => {
  const error = await read(...call).catch((error) => error);
  expect(error).toBeInstanceOf(LetheError);
  return error;
};
const cached = () =>
  readdirSync(join(directory, 'cache'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();

test('the name of a data set, a revision and a pattern are told apart', () => {
  expect(parseHubInput('hf:squad')).toEqual({ repo: 'squad', revision: 'main', pattern: undefined });
  expect(parseHubInput('hf:o-1/n.2@refs/convert/parquet:default/*.parquet')).toEqual({
    repo: 'o-1/n.2',
    revision: 'refs/convert/parquet',
    pattern: 'default/*.parquet',
  });
  expect(parseHubInput('hf:o/n:a@b:c')).toMatchObject({ revision: 'main', pattern: 'a@b:c' });
  for (const input of ['hf:', 'hf:a/b/c', 'hf:../b', 'hf:a/b@', 'hf:a/b:']) {
    expect(() => parseHubInput(input)).toThrow(LetheError);
  }
});

test('files are listed over all pages, read in the order of names, and asked for once', async () => {
  const seen: ReadProgress[] = [];
  const opened = open('hf:owner/name:data', { onProgress: (progress: ReadProgress) => seen.push(progress) });
  const documents = await collectDocuments(opened);
  expect(documents).toHaveLength(3001);
  expect(documents.slice(0, 2)).toEqual([
    { id: 'owner/name/data/a.jsonl-0', text: 'first', source: 'owner/name/data/a.jsonl' },
    { id: 'owner/name/data/b.jsonl-0', text: 'line 0', source: 'owner/name/data/b.jsonl' },
  ]);
  expect(seen.at(-1)).toMatchObject({ bytes: jsonl.length + 16, totalBytes: jsonl.length + 16 });
  expect(requests.filter((url) => url.startsWith('/api/')).length).toBe(3);
  expect(cached()).toEqual(['a.jsonl', 'b.jsonl', 'main.tree.json']);
  const made = requests.length;
  expect(await collectDocuments(opened)).toEqual(documents);
  expect(await read('hf:owner/name:data', {}, { HF_ENDPOINT: 'http://127.0.0.1:1' })).toEqual(documents);
  expect(requests).toHaveLength(made);
});

test('a revision with slashes is one', async () => {
  expect(await read('hf:owner/name@refs/convert/parquet')).toHaveLength(6);
});

test('the format chooses among the files of a data set; cards are no part of it', async () => {
  const { problem } = await errorOf('hf:owner/name');
  expect(problem.found).toMatch(/2 jsonl \(owner.*1 parquet \(owner\/name\/extra\/x.parquet\).*1 text/);
  expect(await read('hf:owner/name', { format: 'parquet' })).toHaveLength(6);
  expect(await read('hf:owner/name', { format: 'text' })).toHaveLength(2);
  expect(await read('hf:owner/name:README.md')).toHaveLength(1);
  expect((await errorOf('hf:owner/name:*.csv')).problem.what).toContain('no file that can be read');
});

test('a token is sent where one is set', async () => {
  await read('hf:owner/name:data/a.jsonl');
  expect([...tokens]).toEqual([undefined]);
  tokens.clear();
  rmSync(join(directory, 'cache'), { recursive: true });
  await read('hf:owner/name:data/a.jsonl', {}, { HF_TOKEN: 'hf_test' });
  expect([...tokens]).toContain('Bearer hf_test');
  expect((await errorOf('hf:owner/name', {}, { HF_TOKEN: 'secret' })).message).not.toContain('secret');
});

test('what the hub refuses is told apart', async () => {
  expect((await errorOf('hf:owner/gated')).message).toMatch(/refuses access[\s\S]*status 401[\s\S]*HF_TOKEN/);
  expect((await errorOf('hf:owner/other')).message).toMatch(/no such data set or revision[\s\S]*404/);
  expect((await errorOf('hf:owner/name@nowhere')).message).toMatch(/owner\/name at nowhere/);
  const nowhere = { HF_ENDPOINT: 'http://127.0.0.1:1' };
  expect((await errorOf('hf:owner/name', {}, nowhere)).message).toMatch(
    /could not be read[\s\S]*HF_ENDPOINT/,
  );
  expect(readdirSync(directory)).toEqual([]);
});

test('a connection that is cut leaves the files before it, and nothing of this one', async () => {
  cutAfter = 10_000;
  const error = await errorOf('hf:owner/name:data');
  expect(error.message).toMatch(/owner\/name\/data\/b.jsonl at main: the hub could not be read/);
  expect(error.problem.next).toContain('run it again');
  expect(cached()).toEqual(['a.jsonl', 'main.tree.json']);
  cutAfter = undefined;
  expect(await read('hf:owner/name:data')).toHaveLength(3001);
});

test('an abort ends a download', async () => {
  const controller = new AbortController();
  const log = (): void => controller.abort(new Error('stop'));
  await expect(read('hf:owner/name:data', { signal: controller.signal, log })).rejects.toThrow('stop');
});

test('a file that changed since the data set was listed is refused', async () => {
  await read('hf:owner/name:data/a.jsonl');
  writeFileSync(
    join(directory, 'cache/hub/datasets--owner--name/main/data/a.jsonl'),
    '{"text":"another, longer one"}',
  );
  expect((await errorOf('hf:owner/name:data/a.jsonl')).message).toMatch(
    /expected: 16 bytes[\s\S]*main.tree.json/,
  );
});
