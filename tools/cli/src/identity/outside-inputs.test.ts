import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StageTask } from '@lethe/experiment';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { customInputs } from './custom-inputs.js';
import { outsideInputs, resolveLocation } from './outside-inputs.js';

let root: string;
const sha256 = expect.stringMatching(/^sha256:[0-9a-f]{64}$/);
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'lethe-outside-')));
  for (const name of ['experiment', 'data']) mkdirSync(join(root, name));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

describe('resolveLocation', () => {
  it('takes the file beside experiment.json before the one below LETHE_DATA', () => {
    const env = { LETHE_DATA: join(root, 'data') };
    const resolved = () => resolveLocation({ path: 'a.txt' }, join(root, 'experiment'), env);
    expect(resolved()).toBeUndefined();
    writeFileSync(join(root, 'data/a.txt'), '');
    expect(resolved()).toBe(join(root, 'data/a.txt'));
    mkdirSync(join(root, 'experiment/a.txt'));
    expect(resolved()).toBe(join(root, 'data/a.txt'));
    rmSync(join(root, 'experiment/a.txt'), { recursive: true });
    writeFileSync(join(root, 'experiment/a.txt'), '');
    expect(resolved()).toBe(join(root, 'experiment/a.txt'));
  });

  it('takes a directory where one will do', () => {
    mkdirSync(join(root, 'experiment/a'));
    const resolved = (directories: boolean) =>
      resolveLocation({ path: 'a' }, join(root, 'experiment'), {}, directories);
    expect(resolved(true)).toBe(join(root, 'experiment/a'));
    expect(resolved(false)).toBeUndefined();
  });

  it('takes absolute paths as they are and knows no others without LETHE_DATA', () => {
    writeFileSync(join(root, 'data/a.txt'), '');
    expect(resolveLocation({ path: join(root, 'data/a.txt') }, '/', {})).toBe(join(root, 'data/a.txt'));
    expect(resolveLocation({ path: 'a.txt' }, join(root, 'experiment'), {})).toBeUndefined();
    expect(resolveLocation({}, root, {})).toBeUndefined();
  });
});

describe('outsideInputs', () => {
  const dataTask = (): StageTask => ({
    ...({ stage: 'data' } as StageTask),
    config: {
      data: {
        facts: { source: 'fictional-knowledge', location: { path: 'facts.json' } },
        tokenizer: { type: 'file', location: { path: 'text.txt' } },
        background: {
          source: 'text',
          locations: [
            { path: 'text.txt' },
            { path: 'none.txt', hub: { repo: 'o/n', file: 'f', revision: 'main' } },
          ],
        },
      },
    },
  });

  it('counts data sets of the hub by their address', async () => {
    const base = dataTask();
    const corpusAt = (hub: object) => ({
      ...base,
      config: {
        data: {
          facts: { source: 'generated' },
          tokenizer: { type: 'bytes' },
          background: { source: 'corpus', locations: [{ path: 'none', hub }] },
        },
      },
    });
    const identityOf = async (hub: object) =>
      (await outsideInputs(corpusAt(hub), join(root, 'experiment')))['data.background.locations.0'];
    expect(await identityOf({ repo: 'o/n', revision: 'main' })).toBe('hub:o/n@main/');
    expect(await identityOf({ repo: 'o/n', files: '*.jsonl', revision: 'v1' })).toBe('hub:o/n@v1/*.jsonl');
  });

  it('hashes directories of corpora and tables with all that is in them', async () => {
    const base = dataTask();
    const task = {
      ...base,
      config: {
        data: {
          facts: { source: 'tables', location: { path: 'facts' } },
          tokenizer: { type: 'bytes' },
          background: { source: 'corpus', locations: [{ path: 'corpus' }] },
        },
      },
    };
    for (const name of ['facts', 'corpus']) {
      mkdirSync(join(root, 'experiment', name));
      writeFileSync(join(root, 'experiment', name, 'part.jsonl'), name);
    }
    const before = await outsideInputs(task, join(root, 'experiment'));
    expect(before).toEqual({ 'data.facts.location': sha256, 'data.background.locations.0': sha256 });
    writeFileSync(join(root, 'experiment/corpus/more.jsonl'), '');
    const after = await outsideInputs(task, join(root, 'experiment'));
    expect(after['data.facts.location']).toBe(before['data.facts.location']);
    expect(after['data.background.locations.0']).not.toBe(before['data.background.locations.0']);
    const text = {
      ...task,
      config: {
        data: { ...task.config.data, background: { source: 'text', locations: [{ path: 'corpus' }] } },
      },
    };
    expect((await outsideInputs(text, join(root, 'experiment')))['data.background.locations.0']).toBe(
      'absent',
    );
  });

  it('counts the files of every source of a mixture, and of the facts that one tells', async () => {
    writeFileSync(join(root, 'experiment/a.txt'), 'one');
    mkdirSync(join(root, 'experiment/told'));
    const task = {
      ...dataTask(),
      config: {
        data: {
          facts: { source: 'generated' },
          tokenizer: { type: 'bytes' },
          background: [
            { source: 'generated', documents: 3, share: 0.3 },
            { source: 'text', locations: [{ path: 'none' }, { path: 'a.txt' }], share: 0.3 },
            { source: 'world', facts: { source: 'tables', location: { path: 'told' } }, share: 0.3 },
            { source: 'world', name: 'other', facts: { source: 'generated', count: 3 }, share: 0.1 },
          ],
        },
      },
    };
    expect(await outsideInputs(task, join(root, 'experiment'))).toEqual({
      'data.background.1.locations.0': 'absent',
      'data.background.1.locations.1': sha256,
      'data.background.2.facts.location': sha256,
    });
  });

  it('counts text for evaluation as it does the background', async () => {
    writeFileSync(join(root, 'experiment/valid.txt'), 'one');
    mkdirSync(join(root, 'experiment/corpus'));
    const task = (evaluation: object) => ({
      ...dataTask(),
      config: {
        data: {
          facts: { source: 'generated' },
          tokenizer: { type: 'bytes' },
          background: { source: 'text', locations: [{ path: 'valid.txt' }] },
          evaluation,
        },
      },
    });
    const identityOf = (evaluation: object) => outsideInputs(task(evaluation), join(root, 'experiment'));
    const text = await identityOf({ source: 'text', locations: [{ path: 'valid.txt' }] });
    expect(text['data.evaluation.locations.0']).toBe(text['data.background.locations.0']);
    const corpus = { source: 'corpus', locations: [{ path: 'corpus' }] };
    expect((await identityOf(corpus))['data.evaluation.locations.0']).toEqual(sha256);
    expect(Object.keys(await identityOf({ source: 'held-out', oneIn: 2 }))).toHaveLength(1);
  });

  it('hashes the files of the data stage, and counts hub files by their address', async () => {
    vi.stubEnv('LETHE_DATA', join(root, 'data'));
    writeFileSync(join(root, 'data/text.txt'), 'one');
    const before = await outsideInputs(dataTask(), join(root, 'experiment'));
    expect(before).toEqual({
      'data.facts.location': 'absent',
      'data.tokenizer.location': sha256,
      'data.background.locations.0': sha256,
      'data.background.locations.1': 'hub:o/n@main/f',
    });
    writeFileSync(join(root, 'data/text.txt'), 'two');
    const after = await outsideInputs(dataTask(), join(root, 'experiment'));
    expect(after['data.background.locations.0']).not.toBe(before['data.background.locations.0']);
  });

  it('has nothing for a generated world', async () => {
    const config = {
      data: {
        facts: { source: 'generated' },
        background: { source: 'generated' },
        tokenizer: { type: 'bytes' },
      },
    };
    expect(await outsideInputs({ ...dataTask(), config }, root)).toEqual({});
  });

  it('hashes observers, but those of Lethe, whose code belongs to the producer', async () => {
    const config = {
      train: { observers: [{ module: '@lethe/probe' }, { module: './watch.mjs' }, { module: 'watcher' }] },
    };
    const task = { ...({ stage: 'train' } as StageTask), config };
    expect(await outsideInputs(task, join(root, 'experiment'))).toEqual({
      'train.observers.1': sha256,
      'train.observers.2': sha256,
    });
  });

  it('counts what is behind the links of a directory', async () => {
    const from = { checkpoint: join(root, 'snapshot') };
    const task = { ...({ stage: 'train' } as StageTask), config: { train: { from, observers: [] } } };
    mkdirSync(join(root, 'snapshot'));
    writeFileSync(join(root, 'data/blob'), 'one');
    symlinkSync('../data/blob', join(root, 'snapshot/model.safetensors'));
    const one = await outsideInputs(task, root);
    writeFileSync(join(root, 'data/blob'), 'two');
    expect(await outsideInputs(task, root)).not.toEqual(one);
    writeFileSync(join(root, 'data/blob'), 'one');
    expect(await outsideInputs(task, root)).toEqual(one);
  });
});

describe('customInputs', () => {
  const task = { stage: 'train', override: { command: 'x', inputs: ['code'] } } as StageTask;

  it('hashes files and whole directories', async () => {
    mkdirSync(join(root, 'code'));
    writeFileSync(join(root, 'code/a.py'), '1');
    const one = await customInputs(task, root, 'strict');
    writeFileSync(join(root, 'code/b.py'), '');
    const two = await customInputs(task, root, 'strict');
    expect(one.code).toMatch(/^[0-9a-f]{64}$/);
    expect(two.code).not.toBe(one.code);
  });

  it('leaves out what runs write, and counts all else below the experiment', async () => {
    const everything = { stage: 'train', override: { command: 'x', inputs: ['.'] } } as StageTask;
    writeFileSync(join(root, 'experiment.json'), '{}');
    const hash = async (path: string): Promise<string> => {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), '');
      return (await customInputs(everything, root, 'strict'))['.']!;
    };
    const before = await hash('code/train.py');
    for (const path of ['out/full/train/steps.arrows', 'code/__pycache__/a.pyc', '.git/HEAD', '.nx/x']) {
      expect(await hash(path), path).toBe(before);
    }
    expect(await hash('code/out/a.py')).not.toBe(before);
  });

  it('names the missing file and where it is mentioned', async () => {
    await expect(customInputs(task, root, 'strict')).rejects.toThrow(
      /stages\.train\.inputs: there is no such file/,
    );
    expect(await customInputs(task, root, 'lenient')).toEqual({ code: 'absent' });
  });
});
