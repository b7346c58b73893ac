import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTableWriter, writeTable } from '../arrow/table-writer.js';
import { LetheError } from '../errors.js';
import { trainContract } from '../tables/stage-contracts.js';
import { steps } from '../tables/train-tables.js';
import { findChange } from './check-files.js';
import { findManifest, readManifest } from './manifest.js';
import { runStage, type StageRun } from './run-stage.js';
import { RESUME_DIRECTORY, UNFINISHED_FILE } from './stage-directory.js';

let root: string;
let out: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lethe-stage-'));
  out = join(root, 'train');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

const row = { step: 0, tokens: 8, loss: 2, learning_rate: 0.1, grad_norm: 1, seconds: 0 };

function stageRun(over: Partial<StageRun> = {}): StageRun {
  return {
    stage: trainContract,
    out,
    producer: { name: 'test', version: '1', fingerprint: 'abc' },
    config: { b: 1, a: [1, 2] },
    seed: 1,
    settings: {},
    inputs: [],
    ...over,
  };
}

let produced: number;
const produce = async () => {
  produced++;
  writeTable(out, steps, [row, { ...row, step: 1 }]);
  return { backend: 'wasm' };
};
beforeEach(() => {
  produced = 0;
});

describe('runStage', () => {
  it('writes a manifest with the rows and hash of every file, without any date', async () => {
    const { manifest } = await runStage(stageRun(), produce);
    expect(manifest.files).toEqual([
      {
        path: 'steps.arrows',
        bytes: expect.any(Number),
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        table: 'steps',
        version: 1,
        rows: 2,
      },
    ]);
    expect(manifest).toMatchObject({ contracts: { steps: 1 }, backend: 'wasm' });
    expect(existsSync(join(out, UNFINISHED_FILE))).toBe(false);
    const first = readFileSync(join(out, 'manifest.json'), 'utf8');
    await runStage(stageRun({ force: true }), produce);
    expect(readFileSync(join(out, 'manifest.json'), 'utf8')).toBe(first);
  });

  it('counts a file behind a link by what it holds, and refuses a link that leads nowhere', async () => {
    const target = join(root, 'weights');
    writeFileSync(target, 'weights');
    const linked = async () => {
      symlinkSync(target, join(out, 'model.bin'));
      return await produce();
    };
    const { manifest } = await runStage(stageRun(), linked);
    expect(manifest.files.map(({ path, bytes }) => [path, bytes])).toContainEqual(['model.bin', 7]);
    rmSync(target);
    await expect(runStage(stageRun({ force: true }), linked)).rejects.toThrow(
      /model\.bin: this link leads nowhere \(written by test\)/,
    );
  });

  it('writes what the stage says of its result into the manifest, which is no part of its identity', async () => {
    const { manifest } = await runStage(stageRun(), async () => ({
      ...(await produce()),
      summary: { probe: { probes: 3, prompts_cut: undefined } },
    }));
    expect(readManifest(out)).toEqual(manifest);
    expect(manifest.summary).toEqual({ probe: { probes: 3 } });
    const silent = await runStage(stageRun({ force: true }), produce);
    expect('summary' in silent.manifest).toBe(false);
    expect(silent.manifest.identity).toBe(manifest.identity);
  });

  it('runs again for any change of what the result depends on, and only then', async () => {
    const upstream = join(root, 'data');
    const input = { stage: 'train' as const, directory: upstream };
    await runStage(stageRun({ out: upstream }), async () => {
      writeTable(upstream, steps, [row]);
      return undefined;
    });
    const run = (over: Partial<StageRun> = {}) => runStage(stageRun({ inputs: [input], ...over }), produce);
    expect((await run()).status).toBe('produced');
    expect((await run()).status).toBe('current');
    expect((await run({ config: { a: [1, 2], b: 1 } })).status).toBe('current');
    expect((await run({ config: { a: [2, 1], b: 1 } })).status).toBe('produced');
    expect((await run({ producer: { name: 'test', version: '1', fingerprint: 'abd' } })).status).toBe(
      'produced',
    );
    expect((await run({ settings: { LETHE_BACKEND: 'wasm' } })).status).toBe('produced');
    expect((await run({ seed: 2 })).status).toBe('produced');
    expect((await run({ seed: 2 })).status).toBe('current');
    await runStage(stageRun({ out: upstream, force: true }), async () => {
      writeTable(upstream, steps, [{ ...row, loss: 3 }]);
      return undefined;
    });
    expect((await run({ seed: 2 })).status).toBe('produced');
    expect(produced).toBe(6);
  });

  it('leaves nothing that looks finished when the stage fails or is stopped', async () => {
    await runStage(stageRun(), produce);
    const stopped = runStage(stageRun({ seed: 2 }), async () => {
      createTableWriter(out, steps).writeRows([row]);
      throw new Error('stopped');
    });
    await expect(stopped).rejects.toThrow('stopped');
    expect(findManifest(out)).toBeUndefined();
    expect(() => readManifest(out)).toThrow(/not finished/);
    expect((await runStage(stageRun({ seed: 2 }), produce)).status).toBe('produced');
    expect(readdirSync(out).sort()).toEqual(['manifest.json', 'steps.arrows']);
  });

  it('keeps what an interrupted run of the same identity left, where the stage can go on', async () => {
    const seen: boolean[] = [];
    const left: string[][] = [];
    const run = (over: Partial<StageRun>, fail: boolean) =>
      runStage(stageRun({ resumable: true, ...over }), async (resumed) => {
        seen.push(resumed);
        left.push(readdirSync(out).filter((name) => !name.startsWith('.')));
        writeFileSync(join(out, 'left'), '');
        if (fail) throw new Error('stopped');
        return produce();
      });
    await expect(run({}, true)).rejects.toThrow('stopped');
    await expect(run({}, true)).rejects.toThrow('stopped');
    await expect(run({ seed: 2 }, true)).rejects.toThrow('stopped');
    await expect(run({ seed: 2, resumable: false }, true)).rejects.toThrow('stopped');
    await expect(
      runStage(stageRun({ seed: 2 }), async (resumed) => {
        expect(resumed).toBe(false);
        writeFileSync(join(out, 'left'), '');
        throw new Error('stopped');
      }),
    ).rejects.toThrow('stopped');
    await expect(run({ seed: 2, force: true }, true)).rejects.toThrow('stopped');
    await run({ seed: 2 }, false);
    await run({ seed: 3 }, false);
    expect(seen).toEqual([false, true, false, false, false, true, false]);
    expect(left).toEqual([[], ['left'], [], [], [], ['left'], []]);
  });

  it('refuses what breaks the contract and names the producer', async () => {
    await expect(runStage(stageRun(), async () => undefined)).rejects.toThrow(
      /did not write table "steps"[\s\S]*next: .*let test write it/,
    );
    const truncated = runStage(stageRun(), async () => {
      writeTable(out, steps, [row]);
      const path = join(out, 'steps.arrows');
      truncateSync(path, readFileSync(path).length - 8);
      return undefined;
    });
    await expect(truncated).rejects.toThrow(/steps\.arrows: .*truncated or corrupt \(written by test\)/);
    expect(findManifest(out)).toBeUndefined();
  });

  it('lists files in folders by path, which are no tables', async () => {
    const { manifest } = await runStage(stageRun(), async () => {
      mkdirSync(join(out, 'checkpoints/step-1'), { recursive: true });
      writeFileSync(join(out, 'checkpoints/step-1/config.json'), '{}');
      writeFileSync(join(out, 'checkpoints/step-1/steps.arrows'), 'no table of the stage');
      return produce();
    });
    expect(
      manifest.files.map(({ path, bytes, rows }) => [path, path === 'steps.arrows' ? 0 : bytes, rows]),
    ).toEqual([
      ['checkpoints/step-1/config.json', 2, null],
      ['checkpoints/step-1/steps.arrows', 21, null],
      ['steps.arrows', 0, 2],
    ]);
  });

  it('never deletes files that no stage wrote', async () => {
    mkdirSync(out);
    writeFileSync(join(out, 'thesis.tex'), 'years of work');
    await expect(runStage(stageRun(), produce)).rejects.toThrow(/no stage wrote/);
    expect(readdirSync(out)).toEqual(['thesis.tex']);
  });

  it('lists inputs by stage, then by name, whatever their order', async () => {
    const inputs = ['b', 'a', 'c'].map((name) => ({ stage: 'train' as const, directory: join(root, name) }));
    for (const { directory } of inputs) {
      await runStage(stageRun({ out: directory }), async () => {
        writeTable(directory, steps, [row]);
        return undefined;
      });
    }
    const data = { stage: 'data' as const, directory: inputs[0]!.directory, name: 'z' };
    const { check: _, ...stage } = trainContract;
    const { manifest } = await runStage(stageRun({ stage, inputs: [...inputs, data] }), produce);
    expect(manifest.inputs.map(({ stage, name }) => [stage, name])).toEqual([
      ['data', 'z'],
      ['train', 'a'],
      ['train', 'b'],
      ['train', 'c'],
    ]);
  });

  it('is not current where a file is missing, changed or one too many; what a custom stage adds by the way may stay', async () => {
    const logged: string[] = [];
    const run = () => runStage(stageRun({ log: (line) => logged.push(line) }), produce);
    await run();
    const table = join(out, 'steps.arrows');
    const bytes = readFileSync(table);
    writeFileSync(join(out, 'notes.txt'), 'fine');
    expect((await run()).status).toBe('current');
    // As long as before, and as old.
    const { atime, mtime } = statSync(table);
    writeFileSync(table, Buffer.from(bytes).fill(1, bytes.length - 100, bytes.length - 50));
    utimesSync(table, atime, mtime);
    expect((await run()).status).toBe('produced');
    expect(logged.pop()).toMatch(/steps\.arrows: this file changed .*the stage runs again/);
    expect(readFileSync(table)).toEqual(bytes);
    rmSync(table);
    expect((await run()).status).toBe('produced');
    expect(logged.pop()).toMatch(/steps\.arrows: this file is missing/);
    writeFileSync(join(out, 'steps-1.arrows'), bytes);
    expect((await run()).status).toBe('produced');
    expect(logged.pop()).toMatch(/steps-1\.arrows: this file was put here after/);
    expect(readdirSync(out)).toEqual(['manifest.json', 'steps.arrows']);
  });

  it('refuses inputs that are not as their stage left them, and names the command that makes them', async () => {
    const directory = join(root, 'other');
    await runStage(stageRun({ out: directory }), async () => {
      writeTable(directory, steps, [row]);
      return undefined;
    });
    const run = (command?: string) =>
      runStage(stageRun({ inputs: [{ stage: 'train', directory, command }] }), produce);
    await run();
    const table = join(directory, 'steps.arrows');
    const bytes = readFileSync(table);
    bytes[bytes.length - 60]! ^= 1;
    writeFileSync(table, bytes);
    await expect(run('lethe train')).rejects.toThrow(
      /steps\.arrows: this file changed after its stage finished[\s\S]*SHA-256[\s\S]*next: +lethe train --force/,
    );
    expect(findManifest(out)).toBeDefined();
    await expect(run()).rejects.toThrow(/next: +run stage train again/);
  });

  it('reads large files once, and again when they have changed', async () => {
    vi.stubEnv('LETHE_CACHE', join(root, 'cache'));
    const large = join(out, 'weights.safetensors');
    await runStage(stageRun(), async () => {
      writeFileSync(large, Buffer.alloc(2 ** 20, 1));
      return produce();
    });
    const [record] = readdirSync(join(root, 'cache/hashes'));
    const path = join(root, 'cache/hashes', record!);
    // A hash that is remembered counts, so that a wrong one shows that the file was not read.
    const text = readFileSync(path, 'utf8');
    expect(Object.keys(JSON.parse(text).files)).toEqual(['weights.safetensors']);
    writeFileSync(path, text.replace(/"sha256":"[^"]*"/, '"sha256":"other"'));
    expect(await findChange(out, readManifest(out))).toMatchObject({ found: 'SHA-256 other' });
    utimesSync(large, 1, 1);
    expect(await findChange(out, readManifest(out))).toBeUndefined();
    // The records of directories that are gone go with the next one.
    const moved = join(root, 'moved');
    renameSync(out, moved);
    expect(await findChange(moved, readManifest(moved))).toBeUndefined();
    expect(readdirSync(join(root, 'cache/hashes'))).not.toContain(record);
    expect(readdirSync(join(root, 'cache/hashes'))).toHaveLength(1);
  });

  it('works on a directory alone, and leaves it to the next', async () => {
    let second: Promise<unknown> | undefined;
    await runStage(stageRun(), async () => {
      second = runStage(stageRun({ force: true }), async () => expect.unreachable());
      await expect(second).rejects.toThrow(
        /another process is at work[\s\S]*found: +process \d+ of this machine, since 20[\s\S]*kill \d+/,
      );
      return produce();
    });
    expect(readdirSync(out)).toEqual(['manifest.json', 'steps.arrows']);
    await expect(
      runStage(stageRun({ force: true }), async () => Promise.reject(new Error('stopped'))),
    ).rejects.toThrow('stopped');
    expect((await runStage(stageRun(), produce)).status).toBe('produced');
  });

  it('respects a process of another machine, and says what to remove when there is none', async () => {
    mkdirSync(out);
    const holder = { process: 1, host: 'elsewhere', began: null, since: '2001-01-01T00:00:00Z', token: 'a' };
    writeFileSync(join(out, '.lock'), JSON.stringify(holder));
    await expect(runStage(stageRun(), produce)).rejects.toThrow(
      /process 1 on elsewhere, since 2001-01-01T00:00:00Z[\s\S]*next: .*remove .*train\/\.lock and/,
    );
    rmSync(join(out, '.lock'));
    expect((await runStage(stageRun(), produce)).status).toBe('produced');
  });

  it('notices that another one was given the directory or an input meanwhile', async () => {
    const directory = join(root, 'other');
    await runStage(stageRun({ out: directory }), async () => {
      writeTable(directory, steps, [row]);
      return undefined;
    });
    const run = (during: () => unknown) =>
      runStage(stageRun({ inputs: [{ stage: 'train', directory }] }), async () => {
        await during();
        return produce();
      });
    const again = () =>
      runStage(stageRun({ out: directory, seed: 2 }), async () => {
        writeTable(directory, steps, [row, row]);
        return undefined;
      });
    await expect(run(again)).rejects.toThrow(/other: this input was made again while stage train read it/);
    const replace = (): void => {
      rmSync(out, { recursive: true });
      mkdirSync(out);
    };
    await expect(run(replace)).rejects.toThrow(/train: the output directory was removed or replaced/);
    expect(findManifest(out)).toBeUndefined();
  });

  it('removes what a kill left beside a manifest', async () => {
    await runStage(stageRun(), produce);
    const leave = (): void => {
      writeFileSync(join(out, UNFINISHED_FILE), 'identity');
      mkdirSync(join(out, RESUME_DIRECTORY));
      writeFileSync(join(out, RESUME_DIRECTORY, 'state'), '');
      mkdirSync(join(out, `${RESUME_DIRECTORY}.1.tmp`));
    };
    leave();
    expect((await runStage(stageRun(), produce)).status).toBe('current');
    expect(readdirSync(out)).toEqual(['manifest.json', 'steps.arrows']);
    await runStage(stageRun({ force: true }), async () => {
      mkdirSync(join(out, RESUME_DIRECTORY));
      return produce();
    });
    expect(readdirSync(out)).toEqual(['manifest.json', 'steps.arrows']);
  });

  it('names an output directory that is a file', async () => {
    writeFileSync(out, 'text');
    await expect(runStage(stageRun(), produce)).rejects.toThrow(/the output directory is a file/);
    expect(readFileSync(out, 'utf8')).toBe('text');
  });

  it('asks for finished inputs', async () => {
    const missing = stageRun({ inputs: [{ stage: 'data', directory: join(root, 'nowhere') }] });
    await expect(runStage(missing, produce)).rejects.toThrow(LetheError);
    await expect(runStage(missing, produce)).rejects.toThrow(/has not run/);
  });
});

describe('readManifest', () => {
  it('names another version, broken JSON and broken contents', async () => {
    await runStage(stageRun(), produce);
    const path = join(out, 'manifest.json');
    const json = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify({ ...json, manifest: 99 }));
    expect(() => readManifest(out)).toThrow(
      /another contract version\n {2}expected: "manifest": 1\n {2}found: {4}"manifest": 99/,
    );
    writeFileSync(path, JSON.stringify({ ...json, files: 'none' }));
    expect(() => readManifest(out)).toThrow(/files/);
    writeFileSync(path, '{"manifest": 1,');
    expect(() => readManifest(out)).toThrow(/not JSON/);
  });
});
