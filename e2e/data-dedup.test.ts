import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { clusters, corpus, createRandom, readRows } from '@lethe/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyWorkspace, type Workspace } from './support/workspace-copy.js';

interface Document {
  id: string;
  text: string;
}

/** `lethe data dedup` from outside: threads, files and signals. */
let workspace: Workspace;
const dedup = (...args: string[]) => workspace.lethe(['data', 'dedup', ...args]);
const put = (path: string, documents: readonly Document[]): string => {
  workspace.write(path, documents.map((document) => `${JSON.stringify(document)}\n`).join(''));
  return path;
};

beforeAll(async () => {
  workspace = copyWorkspace();
  await workspace.build();
});
afterAll(() => workspace?.remove());

/** Paragraphs of invented words, some of which stand in several documents, some with a few words changed. */
function inventDocuments(): Document[] {
  const random = createRandom(1, 'e2e dedup');
  const word = (): string => random.int(30_000).toString(36);
  const known = Array.from({ length: 60 }, () => Array.from({ length: 40 }, word));
  return Array.from({ length: 240 }, (_, i) => {
    const paragraphs = Array.from({ length: 1 + random.int(2) }, () => {
      const words = [...random.pick(known)];
      if (random.int(3) === 0) words[random.int(words.length)] = word();
      return words.join(' ');
    });
    return { id: `d${i}`, text: paragraphs.join('\n\n') };
  });
}

describe('lethe data dedup', () => {
  it.each<[string, string[], string[]]>([
    ['exact', [], []],
    ['line', [], []],
    ['paragraph', ['--normalize', 'words'], ['--normalize', 'words']],
    ['minhash', ['--threads', '1'], ['--threads', '2']],
    ['substring', ['--min-length', '20'], ['--min-length', '20']],
  ])('%s: neither order nor files nor threads make a difference', async (method, first, second) => {
    const documents = inventDocuments();
    const shuffled = createRandom(2, 'e2e dedup').shuffle([...documents]);
    const shards = [0, 1, 2, 3].map((shard) =>
      put(
        `in/${method}/${3 - shard}.jsonl`,
        shuffled.filter((_, i) => i % 4 === shard),
      ),
    );
    const whole = put(`in/${method}.jsonl`, documents);
    const results: string[][] = [];
    for (const [name, inputs, options] of [
      ['whole', [whole], first],
      ['shards', shards, second],
    ] as const) {
      const out = `out/${method}-${name}`;
      const { code, output } = await dedup(...inputs, '--method', method, '--drop', '--out', out, ...options);
      expect(code, output).toBe(0);
      const decided = (await readRows(workspace.path(out), clusters)).map((row) => JSON.stringify(row));
      const left = (await readRows(workspace.path(out), corpus)).map(({ id, text }) => `${id} ${text}`);
      results.push([...decided.sort(), ...left.sort()]);
    }
    expect(results[0]!.length).toBeGreaterThan(documents.length);
    expect(results[0]!.length).toBeLessThan(2 * documents.length);
    expect(results[1]).toEqual(results[0]);
    const shown = await workspace.lethe(['data', 'clusters', `out/${method}-shards`]);
    expect([shown.code, shown.stderr]).toEqual([0, '']);
    expect(shown.stdout).toMatch(/^cluster d\d+: \d+ documents\n\nkept: d\d+ /);
  });

  it('prints recall and precision of planted duplicates', async () => {
    const { code, stdout } = await dedup('--self-test', '--threads', '2');
    expect(code).toBe(0);
    expect(stdout).toMatch(/P\(match\) at Jaccard/);
    expect(Number(/^recall ([\d.]+) %/m.exec(stdout)?.[1])).toBeGreaterThan(98);
    expect(stdout).toMatch(/^precision 100\.0 %/m);
  });
});

describe('signals', () => {
  const many = Array.from({ length: 30_000 }, (_, i) => ({ id: `d${i}`, text: `${i}\n`.repeat(500) }));
  const stop = (signal: NodeJS.Signals, out: string) => {
    mkdirSync(workspace.path('big'), { recursive: true });
    const input = workspace.path('big/in.jsonl');
    if (!existsSync(input)) writeFileSync(input, many.map((one) => JSON.stringify(one)).join('\n'));
    const args = ['data', 'dedup', 'big/in.jsonl', '--method', 'line', '--min-length', '1', '--out', out];
    return workspace.lethe(args, {
      onStart: (child) => {
        // As soon as it has begun to write.
        const timer = setInterval(() => {
          if (!readdirSync(workspace.path('big')).some((name) => name.endsWith('.tmp'))) return;
          clearInterval(timer);
          child.kill(signal);
        }, 5);
        child.once('exit', () => clearInterval(timer));
      },
    });
  };

  it('Ctrl-C leaves nothing', async () => {
    const { code, stderr } = await stop('SIGINT', 'big/interrupted');
    expect([code, stderr]).toEqual([130, expect.stringContaining('interrupted by SIGINT')]);
    expect(readdirSync(workspace.path('big'))).toEqual(['in.jsonl']);
  });

  it('a killed run leaves nothing that looks finished', async () => {
    const { code } = await stop('SIGKILL', 'big/killed');
    expect(code).toBe(null);
    const [left] = readdirSync(workspace.path('big')).filter((name) => name.endsWith('.tmp'));
    expect(existsSync(workspace.path('big/killed'))).toBe(false);
    const read = await workspace.lethe(['data', 'clusters', `big/${left}`]);
    expect([read.code, read.stderr]).toEqual([2, expect.stringContaining('not a result of deduplication')]);
  });
});
