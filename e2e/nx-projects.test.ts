import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeWorkspace, fakeWorkspace, smallExperiment } from './support/fake-stages.js';
import type { Workspace } from './support/workspace-copy.js';

/** Experiments as Nx projects: what is inferred, what is refused and how. */
let workspace: Workspace;
let nx: FakeWorkspace['nx'];

beforeAll(async () => {
  ({ workspace, nx } = await fakeWorkspace());
  workspace.editJson('tools/bench/package.json', (json) => {
    json.scripts = { 'train-step': 'node --print 6*7' };
  });
  workspace.writeJson('experiments/one/experiment.json', smallExperiment());
  workspace.writeJson('experiments/two/experiment.json', {
    ...smallExperiment(),
    sweep: [{ label: 's', path: 'train.seed', values: [1, 2] }],
  });
});
afterAll(() => workspace?.remove());

describe('nx run-many', () => {
  it('trains every experiment in its small version', async () => {
    const { code, ran, output } = await nx(['run-many', '-t', 'train', '-c', 'smoke']);
    expect(code, output).toBe(0);
    expect(ran.sort()).toEqual(['data', 'data', 'train', 'train', 'train']);
    for (const path of ['one/out/smoke/train', 'two/out/smoke/train--s1', 'two/out/smoke/train--s2']) {
      expect(existsSync(workspace.path('experiments', path, 'manifest.json')), path).toBe(true);
    }
    expect(existsSync(workspace.path('experiments/one/out/full'))).toBe(false);
  });

  it('runs the others when one experiment is broken, and says once what is wrong with it', async () => {
    workspace.write('experiments/broken/experiment.json', '{ "title": "x", ');
    workspace.writeJson('experiments/wrong/experiment.json', {
      ...smallExperiment(),
      train: { optimizer: { learningRate: 'fast' } },
    });
    const { code, cached, output } = await nx(['run-many', '-t', 'train', '-c', 'smoke']);
    expect(code).toBe(1);
    expect(cached).toContain('one:train:smoke');
    const broken = workspace.path('experiments/broken/experiment.json');
    expect(output.split(`${broken}: this file is not a JSON object`)).toHaveLength(2);
    expect(output).toMatch(/experiments\/wrong\/experiment\.json: [\s\S]*at train\.optimizer\.learningRate/);
    expect(output).not.toMatch(/^\s+at .*\.js:\d+/m);
    for (const name of ['broken', 'wrong']) rmSync(workspace.path('experiments', name), { recursive: true });
  });

  it('runs nothing that the name of a directory spells', async () => {
    const name = '$(touch spelled)`touch spelled`';
    workspace.writeJson(`experiments/${name}/experiment.json`, smallExperiment());
    const { code, cached, output } = await nx(['run-many', '-t', 'train', '-c', 'smoke']);
    expect(code).toBe(1);
    expect(cached).toContain('one:train:smoke');
    expect(output).toContain(`${name}: this name cannot be an Nx project`);
    expect(existsSync(workspace.path('spelled'))).toBe(false);
    rmSync(workspace.path('experiments', name), { recursive: true });
  });

  it('refuses an experiment with the name of a package, and runs the others', async () => {
    workspace.writeJson('experiments/probe/experiment.json', smallExperiment());
    const { code, cached, output } = await nx(['run-many', '-t', 'train', '-c', 'smoke']);
    expect(code).toBe(1);
    expect(cached).toContain('one:train:smoke');
    expect(output).toMatch(
      /experiments\/probe: a package of this workspace has this name[\s\S]*next: {5}give/,
    );
    rmSync(workspace.path('experiments/probe'), { recursive: true });
  });
});

describe('nx graph', () => {
  it('shows experiments and packages, and dependencies that follow the import rules', async () => {
    const { code, output } = await nx(['graph', '--file=node_modules/graph.json']);
    expect(code, output).toBe(0);
    const { graph } = JSON.parse(readFileSync(workspace.path('node_modules/graph.json'), 'utf8'));
    expect(Object.keys(graph.nodes)).toEqual(expect.arrayContaining(['one', 'two', 'data', 'train', 'cli']));
    const targets = (name: string): string[] =>
      graph.dependencies[name].map(({ target }: { target: string }) => target).sort();
    expect(targets('contracts')).toEqual([]);
    for (const name of ['analyze', 'runtime', 'tokenizers'])
      expect(targets(name), name).toEqual(['contracts']);
    expect(targets('data')).toEqual(['contracts', 'tokenizers']);
    expect(targets('model')).toEqual(['contracts', 'runtime']);
    expect(targets('train')).toEqual(['contracts', 'model', 'runtime', 'tokenizers']);
    expect(targets('probe')).toEqual(['contracts', 'model', 'runtime', 'tokenizers']);
  });

  it('has the scripts of packages as targets', async () => {
    const { code, output } = await nx(['run', 'bench:train-step']);
    expect(code, output).toBe(0);
    expect(output).toContain('42');
  });
});

describe('nx g nx-lethe:experiment', () => {
  const generate = (...args: string[]) =>
    workspace.nx(['g', 'nx-lethe:experiment', ...args, '--no-interactive']);

  it('writes an experiment that runs', async () => {
    const { code, output } = await generate('fresh', '--title=Fresh');
    expect(code, output).toBe(0);
    expect(JSON.parse(workspace.read('experiments/fresh/experiment.json')).title).toBe('Fresh');
    const result = await nx(['run', 'fresh:analyze', '-c', 'smoke']);
    const stages = ['data', 'train', 'probe'].flatMap((stage) => Array(5).fill(stage));
    expect(result.ran.toSorted(), result.output).toEqual([...stages, 'analyze'].toSorted());
  });

  it('refuses names that are taken or impossible', async () => {
    for (const [name, message] of [
      ['fresh', 'this experiment already exists'],
      ['data', 'a package of this workspace has this name'],
      ['a b', 'cannot be an Nx project'],
    ] as const) {
      const { code, output } = await generate(name);
      expect(code, name).not.toBe(0);
      expect(output).toContain(message);
    }
  });
});

describe('Ctrl-C under Nx', () => {
  it('stops the stage with everything that it started; the next run starts over', async () => {
    const pid = workspace.path('experiments/slow/pid');
    const experiment = (command: string) =>
      workspace.writeJson('experiments/slow/experiment.json', {
        ...smallExperiment(),
        stages: { data: { command } },
      });
    experiment('echo $$ > pid; exec sleep 60');
    const args = ['node_modules/nx/dist/bin/nx.js', 'run', 'slow:data'];
    // A process group of its own, as a terminal gives it to a command.
    const child = spawn(process.execPath, args, { cwd: workspace.root, detached: true, stdio: 'ignore' });
    const ended = once(child, 'exit');
    while (!existsSync(pid) || readFileSync(pid, 'utf8') === '') await sleep(50);
    process.kill(-child.pid!, 'SIGINT');
    const [code, signal] = await ended;
    expect(code !== 0 || signal !== null).toBe(true);
    const stopped = (): boolean =>
      /^(Z.*)?$/.test(
        spawnSync('ps', ['-o', 'stat=', '-p', readFileSync(pid, 'utf8').trim()], {
          encoding: 'utf8',
        }).stdout.trim(),
      );
    for (let i = 0; i < 40 && !stopped(); i++) await sleep(50);
    expect(stopped()).toBe(true);
    expect(existsSync(workspace.path('experiments/slow/out/full/data/manifest.json'))).toBe(false);
    experiment('cp ../one/out/smoke/data/*.arrow {out}');
    const again = await nx(['run', 'slow:data']);
    expect(again.code, again.output).toBe(0);
    expect(again.cached).toEqual([]);
  });
});

describe('a workspace that is not built', () => {
  it('says so in one sentence', async () => {
    renameSync(workspace.path('tools/nx-lethe/dist'), workspace.path('tools/nx-lethe/hidden'));
    const { code, output } = await nx(['run', 'one:train']);
    renameSync(workspace.path('tools/nx-lethe/hidden'), workspace.path('tools/nx-lethe/dist'));
    expect(code).not.toBe(0);
    expect(output).toContain('Lethe is not built yet; build it with: npm run setup');
  });

  it('says so on the command line too', async () => {
    renameSync(workspace.path('tools/cli/dist'), workspace.path('tools/cli/hidden'));
    const { code, stderr } = await workspace.lethe(['version']);
    renameSync(workspace.path('tools/cli/hidden'), workspace.path('tools/cli/dist'));
    expect({ code, stderr }).toEqual({ code: 2, stderr: 'lethe is not built\n  next:     npm run setup\n' });
  });
});
