import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { encode, endOfText, world, writeTinyWorld } from '../testing/tiny-world.js';
import { loadSpans, readSpanTexts } from './load-spans.js';

let parent: string;
let data: string;
let model: string;
const texts = (name: string, ...lines: string[]): string => {
  const path = join(parent, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
};
beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'lethe-spans-'));
  data = join(parent, 'data');
  model = join(parent, 'model');
  mkdirSync(model);
  writeTinyWorld(data, 1, {});
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

it('takes the tokens of a probes table, or tokenizes its texts', async () => {
  const table = await loadSpans({ model, input: data, pmi: true });
  expect(table.endOfText).toBe(endOfText);
  expect(table.spans).toHaveLength(world.length);
  const tokenizer = join(data, 'tokenizer.json');
  const again = await loadSpans({ model, input: data, tokenizer, pmi: false });
  expect(again).toEqual({ spans: table.spans, endOfText: undefined });
});

it('tokenizes JSON lines: spaces, empty prompts and token boundaries', async () => {
  const input = texts(
    'spans.jsonl',
    '{"prompt": "Ana lives in", "target": "New York"}',
    '',
    '{"id": 7, "prompt": "Ana lives", "target": " in Rome"}',
    '{"prompt": "", "target": "Ana"}',
  );
  const { spans } = await loadSpans({ model, input, tokenizer: join(data, 'tokenizer.json'), pmi: false });
  expect(spans).toEqual([
    {
      id: '1',
      promptTokens: encode('Ana lives in'),
      targetTokens: encode('Ana New York').slice(1),
      targetBytes: 8,
      tokenBoundary: true,
    },
    {
      id: '7',
      promptTokens: encode('Ana lives'),
      targetTokens: encode('Ana in Rome').slice(1),
      targetBytes: 7,
      tokenBoundary: true,
    },
    {
      id: '4',
      promptTokens: [endOfText],
      targetTokens: encode('Ana'),
      targetBytes: 3,
      tokenBoundary: true,
    },
  ]);
});

it('reads lines as corpora are read', async () => {
  const lines = [
    '\ufeff{"prompt": "Ana\u2028lives in", "target": "Rome"}\r',
    '{"id": null, "prompt": "a", "target": "b"}',
    '{"id": 1161888007138312193, "prompt": "a", "target": "b"}',
  ];
  const path = join(parent, 'lines.jsonl.gz');
  writeFileSync(path, gzipSync(lines.join('\n')));
  expect(await readSpanTexts(path)).toEqual([
    { id: '1', prompt: 'Ana\u2028lives in', target: 'Rome' },
    { id: '2', prompt: 'a', target: 'b' },
    { id: '1161888007138312193', prompt: 'a', target: 'b' },
  ]);
  writeFileSync(
    path,
    Buffer.from('{"prompt":"a","target":"b"}\n{"prompt":"caf\xe9","target":"c"}', 'latin1'),
  );
  await expect(readSpanTexts(path)).rejects.toThrow(/line 2[\s\S]*not-utf-8: bytes e9/);
});

it('says what is wrong', async () => {
  const tokenizer = join(data, 'tokenizer.json');
  const load = (input: string, named: string | undefined = tokenizer) =>
    loadSpans({ model, input, tokenizer: named, pmi: false });
  await expect(load(texts('bad.jsonl', '{"prompt": "a", "target": "b"}', '{"prompt": "a"}'))).rejects.toThrow(
    /bad.jsonl, line 2[\s\S]*target/,
  );
  await expect(load(texts('no.jsonl', '{'))).rejects.toThrow(/line 1/);
  await expect(load(texts('id.jsonl', '{"id": [1], "prompt": "a", "target": "b"}'))).rejects.toThrow(
    /line 1/,
  );
  await expect(load(join(parent, 'absent.jsonl'))).rejects.toThrow(/cannot be read[\s\S]*ENOENT/);
  await expect(loadSpans({ model, input: texts('x.jsonl'), pmi: false })).rejects.toThrow(
    /there is no tokenizer for the texts[\s\S]*--tokenizer/,
  );
  await expect(load(texts('y.jsonl'), join(parent, 'none.json'))).rejects.toThrow(/tokenizer cannot be used/);
});

it('refuses tokens of another tokenizer than that of the model', async () => {
  const trained = join(parent, 'trained');
  mkdirSync(trained);
  const own = readFileSync(join(data, 'tokenizer.json'), 'utf8');
  writeFileSync(join(trained, 'tokenizer.json'), own.replace('"Ana":0,"Ben":1', '"Ana":1,"Ben":0'));
  const load = (model: string, tokenizer?: string) => {
    const lines: string[] = [];
    const source = { input: data, tokenizer, pmi: false, log: (line: string) => void lines.push(line) };
    return loadSpans({ model, ...source }).then(({ spans }) => ({ spans, lines }));
  };
  await expect(load(trained, join(data, 'tokenizer.json'))).rejects.toThrow(
    /another tokenizer[\s\S]*--tokenizer .*trained\/tokenizer.json/,
  );
  // Its own is taken, in which Ana is token 1.
  const { spans, lines } = await load(trained);
  expect([spans[0]!.promptTokens[0], lines]).toEqual([1, []]);
  // The ids of the table are those of a model that says nothing of its tokenizer.
  expect((await load(model)).lines).toEqual([expect.stringMatching(/^warning: .* cannot be checked/)]);
  expect((await load(model, join(data, 'tokenizer.json'))).lines).toEqual([]);
});
