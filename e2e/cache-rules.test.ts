import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeWorkspace, fakeWorkspace, smallExperiment } from './support/fake-stages.js';
import type { Workspace } from './support/workspace-copy.js';

/** What Nx serves from its cache and what it runs again, by really running it: docs/design.md, section 4. */
let workspace: Workspace;
let nx: FakeWorkspace['nx'];
const experiment = 'experiments/plain/experiment.json';
const everything = ['plain:analyze', 'plain:data', 'plain:probe', 'plain:train'];
const run = (env?: Record<string, string>) => nx(['run', 'plain:analyze'], env);

beforeAll(async () => {
  ({ workspace, nx } = await fakeWorkspace());
  workspace.writeJson(experiment, smallExperiment());
});
afterAll(() => workspace?.remove());

describe('the task cache', () => {
  it('runs every stage once and then serves all of them', async () => {
    const first = await run();
    expect(first.code, first.output).toBe(0);
    expect(first.ran).toEqual(['data', 'train', 'probe', 'analyze']);
    expect(first.cached).toEqual([]);
    const second = await run();
    expect(second.ran).toEqual([]);
    expect(second.cached).toEqual(everything);
    expect(second.output).toContain('runs: 1');
  });

  it('keeps everything when title and notes change', async () => {
    workspace.editJson(experiment, (json) => Object.assign(json, { title: 'another', notes: 'new' }));
    expect(await run()).toMatchObject({ ran: [], cached: everything });
  });

  it('keeps data when the learning rate changes', async () => {
    workspace.editJson(experiment, (json) => {
      json.train.optimizer.learningRate = 0.002;
    });
    expect(await run()).toMatchObject({ ran: ['train', 'probe', 'analyze'], cached: ['plain:data'] });
  });

  it('serves the earlier result when the learning rate changes back', async () => {
    workspace.editJson(experiment, (json) => {
      json.train.optimizer.learningRate = 0.001;
    });
    expect(await run()).toMatchObject({ ran: [], cached: everything });
    const steps = workspace.read('experiments/plain/out/full/train/manifest.json');
    expect(JSON.parse(steps).config.train.optimizer.learningRate).toBe(0.001);
  });

  it('runs only analyze again when the analysis changes', async () => {
    workspace.editJson(experiment, (json) => {
      json.analyze = { window: 5 };
    });
    expect((await run()).ran).toEqual(['analyze']);
  });

  it('runs only analyze again when a script or a style sheet of its page changes', async () => {
    for (const [file, text] of [
      ['report.ts', 'console.log("edited");'],
      ['style/base.css', 'p { color: red; }'],
    ]) {
      appendFileSync(workspace.path('packages/analyze/src/page', file!), `\n${text}\n`);
      expect((await run()).ran).toEqual(['analyze']);
    }
  });

  it('runs everything again when the source of the data stage changes', async () => {
    appendFileSync(workspace.path('packages/data/src/index.ts'), '\nexport const edited = 1;\n');
    const { ran, output } = await run();
    expect(ran, output).toEqual(['data', 'train', 'probe', 'analyze']);
  });

  it('runs everything again when a package changes that all stages use', async () => {
    appendFileSync(workspace.path('packages/contracts/src/errors.ts'), '\nexport const edited = 1;\n');
    expect((await run()).ran).toEqual(['data', 'train', 'probe', 'analyze']);
  });

  it('runs train again when the model package changes, and keeps data', async () => {
    appendFileSync(workspace.path('packages/model/src/index.ts'), '\nexport const edited = 1;\n');
    expect(await run()).toMatchObject({ ran: ['train', 'probe', 'analyze'], cached: ['plain:data'] });
  });

  it('keeps train when the probe stage changes and no observer measures', async () => {
    appendFileSync(workspace.path('packages/probe/src/index.ts'), '\nexport const edited = 1;\n');
    expect((await run()).ran).toEqual(['probe', 'analyze']);
  });

  it('runs train again when the code of an observer changes', async () => {
    workspace.editJson(experiment, (json) => {
      json.train.observers = [{ module: '@lethe/probe' }];
    });
    expect((await run()).ran).toEqual(['train', 'probe', 'analyze']);
    appendFileSync(workspace.path('packages/probe/src/index.ts'), '\nexport const editedAgain = 1;\n');
    expect((await run()).ran).toEqual(['train', 'probe', 'analyze']);
  });

  it('keeps everything when a test or a helper of tests changes', async () => {
    workspace.write('packages/data/src/new.test.ts', 'export const test = 1;\n');
    workspace.write('packages/data/src/testing/helper.ts', 'export const helper = 1;\n');
    expect(await run()).toMatchObject({ ran: [], cached: everything });
    // The build has compiled them meanwhile.
    expect(await nx(['run', 'plain:analyze', '--skip-nx-cache'])).toMatchObject({
      ran: [],
      current: ['analyze', 'data', 'probe', 'train'],
    });
  });

  it('keeps everything when an unrelated npm package is added', async () => {
    workspace.editJson('package.json', (json) => {
      json.devDependencies['is-number'] = '7.0.0';
    });
    workspace.editJson('package-lock.json', (json) => {
      json.packages[''].devDependencies['is-number'] = '7.0.0';
      json.packages['node_modules/is-number'] = { version: '7.0.0', dev: true, license: 'MIT' };
    });
    expect(await run()).toMatchObject({ ran: [], cached: everything });
  });

  it('does not serve a result made with another version of an npm package that a stage uses', async () => {
    workspace.editJson('package-lock.json', (json) => {
      Object.assign(json.packages['node_modules/apache-arrow'], {
        version: '21.2.1',
        integrity: 'sha512-other',
      });
    });
    const { cached, current } = await run();
    expect(cached).toEqual([]);
    // The package itself is as it was, so the stages find that nothing changed.
    expect(current).toEqual(['analyze', 'data', 'probe', 'train']);
  });

  it('runs train and probe again when the backend changes, and keeps data', async () => {
    const { ran, cached } = await run({ LETHE_BACKEND: 'wasm' });
    expect(ran).toEqual(['train', 'probe', 'analyze']);
    expect(cached).toEqual(['plain:data']);
    const manifest = JSON.parse(workspace.read('experiments/plain/out/full/train/manifest.json'));
    expect(manifest.settings).toEqual({ LETHE_BACKEND: 'wasm' });
    expect(await run()).toMatchObject({ ran: [], cached: everything });
  });

  it('restores deleted outputs', async () => {
    rmSync(workspace.path('experiments/plain/out'), { recursive: true });
    expect(await run()).toMatchObject({ ran: [], cached: everything });
    expect(workspace.read('experiments/plain/out/full/train/manifest.json')).toContain('identity');
  });

  it('replaces a damaged output', async () => {
    workspace.write('experiments/plain/out/full/data/facts.arrow', 'damaged');
    expect((await run()).ran).toEqual([]);
    expect(workspace.read('experiments/plain/out/full/data/facts.arrow')).toContain('ARROW1');
  });

  it('keeps the small and the full version apart', async () => {
    const small = await nx(['run', 'plain:analyze', '-c', 'smoke']);
    expect(small.ran, small.output).toEqual(['data', 'train', 'probe', 'analyze']);
    const config = (profile: string) =>
      JSON.parse(workspace.read(`experiments/plain/out/${profile}/data/manifest.json`)).config.data.order;
    expect(config('smoke').steps).toBe(10);
    expect(config('full').steps).toBe(20);
    expect(await run()).toMatchObject({ ran: [], cached: everything });
  });

  it('does not train the full version again when the small one is edited', async () => {
    workspace.editJson(experiment, (json) => {
      json.smoke.data.order.steps = 12;
      json.smoke.train = { optimizer: { learningRate: 0.1 } };
    });
    expect((await run()).ran).toEqual([]);
    expect((await nx(['run', 'plain:analyze', '-c', 'smoke'])).ran).toEqual([
      'data',
      'train',
      'probe',
      'analyze',
    ]);
  });
});

describe('the task cache of a sweep', () => {
  const sweep = 'experiments/swept/experiment.json';
  beforeAll(() =>
    workspace.writeJson(sweep, {
      ...smallExperiment(),
      sweep: [{ label: 's', path: 'train.seed', values: [1, 2] }],
    }),
  );

  it('shares data and runs the rest once for every value', async () => {
    const { ran, code, output } = await nx(['run', 'swept:analyze']);
    expect(code, output).toBe(0);
    expect(ran.sort()).toEqual(['analyze', 'data', 'probe', 'probe', 'train', 'train']);
    expect(output).toContain('runs: 2');
  });

  it('runs only the new run when a value is added', async () => {
    workspace.editJson(sweep, (json) => json.sweep[0].values.push(3));
    const { ran, current } = await nx(['run', 'swept:analyze']);
    expect(ran.sort()).toEqual(['analyze', 'probe', 'train']);
    // Nx hashes all targets of a project into each, so it asks; the stages answer at once.
    expect(current).toEqual(['data', 'probe--s1', 'probe--s2', 'train--s1', 'train--s2']);
    expect((await nx(['run', 'swept:analyze'])).ran).toEqual([]);
  });

  it('answers in about a second where nothing is to do', async () => {
    const { stderr } = await workspace.lethe(['run-task', 'experiments/swept', 'train--s1']);
    expect(stderr).toBe('train--s1: up to date\n');
    const args = ['tools/cli/bin/lethe.mjs', 'run-task', 'experiments/swept', 'train--s1'];
    expect(await workspace.processorSeconds(args)).toBeLessThan(1.5);
  });

  it('runs all runs of a stage by its name', async () => {
    rmSync(workspace.path('experiments/swept/out'), { recursive: true });
    const { cached } = await nx(['run', 'swept:train']);
    expect(cached).toEqual(['swept:data', 'swept:train--s1', 'swept:train--s2', 'swept:train--s3']);
  });
});

describe('files from outside the workspace', () => {
  const outside = 'experiments/outside/experiment.json';
  const runOutside = () => nx(['run', 'outside:probe'], { LETHE_DATA: workspace.path('node_modules/data') });

  beforeAll(() => {
    mkdirSync(workspace.path('node_modules/data'));
    writeFileSync(workspace.path('node_modules/data/text.txt'), 'once upon a time');
    writeFileSync(workspace.path('node_modules/data/other.txt'), 'not read');
    const spec = smallExperiment() as { data: object };
    workspace.writeJson(outside, {
      ...spec,
      data: { ...spec.data, background: { source: 'text', locations: [{ path: 'text.txt' }] } },
    });
  });

  it('run data again when their contents change', async () => {
    expect((await runOutside()).ran).toEqual(['data', 'train', 'probe']);
    expect((await runOutside()).ran).toEqual([]);
    writeFileSync(workspace.path('node_modules/data/text.txt'), 'twice upon a time');
    expect((await runOutside()).ran).toEqual(['data', 'train', 'probe']);
    writeFileSync(workspace.path('node_modules/data/other.txt'), 'still not read');
    expect(await runOutside()).toMatchObject({
      ran: [],
      cached: ['outside:data', 'outside:probe', 'outside:train'],
    });
  });

  it('run a foreign stage again when its declared inputs change', async () => {
    workspace.write(
      'experiments/outside/train.mjs',
      `import { appendFileSync, cpSync } from 'node:fs';
      appendFileSync(process.env.FAKE_STAGES_LOG, 'foreign\\n');
      cpSync('steps.arrows', process.argv[2] + '/steps.arrows');`,
    );
    const steps = 'steps.arrows';
    await workspace.run('cp', [`experiments/plain/out/full/train/${steps}`, `experiments/outside/${steps}`]);
    workspace.editJson(outside, (json) => {
      json.stages = { train: { command: 'node train.mjs {out}', inputs: ['train.mjs', steps] } };
    });
    const first = await runOutside();
    expect(first.ran, first.output).toEqual(['foreign', 'probe']);
    expect((await runOutside()).ran).toEqual([]);
    appendFileSync(workspace.path('experiments/outside/train.mjs'), '\n// edited\n');
    expect((await runOutside()).ran).toEqual(['foreign', 'probe']);
  });
});
