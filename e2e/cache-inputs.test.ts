import { appendFileSync, cpSync, mkdirSync, rmSync, symlinkSync, truncateSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeWorkspace, fakeWorkspace, smallExperiment } from './support/fake-stages.js';
import { editSource, nativeLibrary, readIdentities, type TaskIdentities } from './support/task-identities.js';
import type { Workspace } from './support/workspace-copy.js';

/** What Nx hashes before it starts a task, and what a stage compares before it works: both see all that matters. */
let workspace: Workspace;
let nx: FakeWorkspace['nx'];
let known: TaskIdentities;
const own = { LETHE_CACHE: '', LETHE_DATA: '' };
const cache = (): string => workspace.path('node_modules/lethe-cache');
const data = (path: string): string => workspace.path('node_modules/lethe-data', path);
const plain = 'experiments/plain/experiment.json';
const identities = (env = {}, options = {}, experiments = ['plain', 'rich']): Promise<TaskIdentities> =>
  readIdentities(workspace, experiments, { ...own, ...env }, options);

/** An experiment that reads files of every kind from outside. */
function richExperiment(): object {
  const { model: _, ...small } = smallExperiment() as { model: object; data: object };
  return {
    ...small,
    data: {
      ...small.data,
      background: { source: 'corpus', locations: [{ path: 'corpus' }] },
      tokenizer: { type: 'file', location: { path: 'tokenizer.json' } },
    },
    train: {
      optimizer: { learningRate: 0.001 },
      from: { checkpoint: 'model' },
      observers: [{ module: './watch.mjs' }, { module: '@lethe/probe' }],
    },
    stages: { probe: { command: 'sh probe.sh {out}', inputs: ['.', 'elsewhere'] } },
  };
}

beforeAll(async () => {
  ({ workspace, nx } = await fakeWorkspace());
  Object.assign(own, { LETHE_CACHE: cache(), LETHE_DATA: data('') });
  const rich = (path: string): string => workspace.path('experiments/rich', path);
  workspace.writeJson(plain, smallExperiment());
  workspace.writeJson('experiments/rich/experiment.json', richExperiment());
  workspace.write('experiments/rich/watch.mjs', `import './helper.mjs';\nimport 'watched';\n`);
  for (const name of ['helper.mjs', 'probe.sh']) workspace.write(`experiments/rich/${name}`, '');
  for (const name of ['tokenizer.json', 'other.json', 'blobs/text', 'blobs/weights', 'blobs/code/run.py']) {
    workspace.write(`node_modules/lethe-data/${name}`, '{}');
  }
  // As the cache of the Hugging Face hub: names that are links to contents.
  for (const [name, blob] of [
    ['corpus/a.txt', 'text'],
    ['model/model.safetensors', 'weights'],
  ] as const) {
    mkdirSync(data(join(name, '..')), { recursive: true });
    symlinkSync(data(`blobs/${blob}`), data(name));
  }
  mkdirSync(rich('elsewhere'));
  symlinkSync(data('blobs/code'), rich('elsewhere/code'));
  workspace.write('node_modules/watched/package.json', '{"name":"watched","version":"1.0.0"}');
  const { code, output } = await nx(['run', 'plain:analyze'], own);
  expect(code, output).toBe(0);
  known = await identities();
  for (const hashes of [known.cache, known.stage]) {
    expect(Object.keys(hashes).sort()).toEqual(Object.keys(letters).sort());
  }
});
afterAll(() => workspace?.remove());

/** Tasks of both experiments, by stage: `d` of plain, `D` of rich. */
const letters: Record<string, string> = Object.fromEntries(
  ['data', 'train', 'probe', 'analyze'].flatMap((stage) => [
    [`plain:${stage}`, stage[0]!],
    [`rich:${stage}`, stage[0]!.toUpperCase()],
  ]),
);
function changed(before: Record<string, string>, after: Record<string, string>): string {
  const tasks = Object.keys(letters).filter((task) => task in after && before[task] !== after[task]);
  return tasks.map((task) => letters[task]).join('');
}

interface Row {
  what: string;
  /** Tasks that Nx starts, and tasks whose result counts as another. Those that read them follow, by their manifests. */
  nx: string;
  stage: string;
  edit: () => unknown;
}

// biome-ignore lint/suspicious/noExplicitAny: tests edit JSON freely
const json = (path: string, edit: (json: any) => void) => () => workspace.editJson(path, edit);
const file = (path: string) => () => workspace.write(path, `changed ${path}`);
const built = (edit: () => void) => async () => {
  edit();
  await workspace.build();
};
const source = (path: string) => built(() => editSource(workspace, path));
const outside = (path: string) => file(`node_modules/lethe-data/${path}`);
/** Edits of one experiment, of which the other knows nothing. */
const ownRows: Row[] = [
  {
    what: 'title and notes',
    nx: '',
    stage: '',
    edit: json(plain, (spec) => Object.assign(spec, { title: 'x', notes: 'y' })),
  },
  {
    what: 'the seed of the data',
    nx: 'd',
    stage: 'd',
    edit: json(plain, ({ data }) => Object.assign(data, { seed: 2 })),
  },
  {
    what: 'the learning rate',
    nx: 't',
    stage: 't',
    edit: json(plain, ({ train }) => Object.assign(train.optimizer, { learningRate: 0.002 })),
  },
  {
    what: 'the model',
    nx: 't',
    stage: 't',
    edit: json(plain, ({ model }) => Object.assign(model, { width: 16 })),
  },
  {
    what: 'options of the probes',
    nx: 'p',
    stage: 'p',
    edit: json(plain, (spec) => Object.assign(spec, { probe: { generate: null } })),
  },
  {
    what: 'options of the analysis',
    nx: 'a',
    stage: 'a',
    edit: json(plain, (spec) => Object.assign(spec, { analyze: { window: 5 } })),
  },
  {
    what: 'the small version',
    nx: 'd',
    stage: '',
    edit: json(plain, ({ smoke }) => Object.assign(smoke.data.order, { steps: 12 })),
  },
  {
    what: 'a command in place of a stage',
    nx: 'a',
    stage: 'a',
    edit: json(plain, (spec) => Object.assign(spec, { stages: { analyze: { command: 'true' } } })),
  },
  { what: 'the command gone', nx: 'a', stage: 'a', edit: json(plain, (spec) => delete spec.stages) },
  {
    what: 'the manifest of an input',
    nx: 'tpa',
    stage: 'tpa',
    edit: () => appendFileSync(workspace.path('experiments/plain/out/full/data/manifest.json'), '\n'),
  },
];

const otherRows: Row[] = [
  {
    what: 'source of contracts',
    nx: 'dDtTpaA',
    stage: 'dDtTpaA',
    edit: source('packages/contracts/src/errors.ts'),
  },
  { what: 'source of data', nx: 'dD', stage: 'dD', edit: source('packages/data/src/index.ts') },
  {
    what: 'source of tokenizers',
    nx: 'dDtTp',
    stage: 'dDtTp',
    edit: source('packages/tokenizers/src/index.ts'),
  },
  { what: 'source of runtime', nx: 'tTp', stage: 'tTp', edit: source('packages/runtime/src/index.ts') },
  { what: 'source of model', nx: 'tTp', stage: 'tTp', edit: source('packages/model/src/index.ts') },
  { what: 'source of train', nx: 'tT', stage: 'tT', edit: source('packages/train/src/index.ts') },
  {
    what: 'source of probe, an observer',
    nx: 'Tp',
    stage: 'Tp',
    edit: source('packages/probe/src/index.ts'),
  },
  { what: 'source of analyze', nx: 'aA', stage: 'aA', edit: source('packages/analyze/src/index.ts') },
  {
    what: 'a style sheet of the page',
    nx: 'aA',
    stage: 'aA',
    edit: built(() =>
      appendFileSync(workspace.path('packages/analyze/src/page/style/base.css'), '\np { color: red; }\n'),
    ),
  },
  {
    what: 'what plans the tasks',
    nx: 'dDtTpPaA',
    stage: '',
    edit: source('packages/experiment/src/plan-experiment.ts'),
  },
  {
    what: 'what runs the stages',
    nx: 'dDtTpPaA',
    stage: 'dDtTpPaA',
    edit: source('tools/cli/src/stages/run-stage-task.ts'),
  },
  {
    what: 'what tells results apart',
    nx: 'dDtTpPaA',
    stage: 'dDtTpPaA',
    edit: source('tools/cli/src/identity/hash-path.ts'),
  },
  { what: 'another command', nx: '', stage: '', edit: source('tools/cli/src/data/data-commands.ts') },
  {
    what: 'a test and a helper of tests',
    nx: '',
    stage: '',
    edit: built(() => {
      for (const name of ['x.test.ts', 'testing/x.ts']) {
        workspace.write(`packages/data/src/${name}`, 'export const x = 1;\n');
      }
    }),
  },
  {
    what: 'a source with an old time',
    nx: 'dD',
    stage: 'dD',
    edit: built(() => {
      editSource(workspace, 'packages/data/src/index.ts');
      utimesSync(workspace.path('packages/data/src/index.ts'), 1e9, 1e9);
    }),
  },
  {
    what: 'a version in the lock file',
    nx: 'dDtTpaA',
    stage: '',
    edit: json('package-lock.json', ({ packages }) =>
      Object.assign(packages['node_modules/apache-arrow'], { version: '21.2.1', integrity: 'sha512-other' }),
    ),
  },

  {
    what: 'a native library that came',
    nx: 'tTp',
    stage: 'tTp',
    edit: () => nativeLibrary(cache(), '2.9.1'),
  },
  { what: 'a newer one beside it', nx: 'tTp', stage: 'tTp', edit: () => nativeLibrary(cache(), '2.21.0') },
  {
    what: 'one that was cut off',
    nx: 'tTp',
    stage: 'tTp',
    edit: () => truncateSync(nativeLibrary(cache(), '2.21.0')),
  },
  { what: 'the library gone', nx: 'tTp', stage: 'tTp', edit: () => rmSync(cache(), { recursive: true }) },

  { what: 'the target of a link in a corpus', nx: 'D', stage: 'D', edit: outside('blobs/text') },
  { what: 'another file of the corpus', nx: 'D', stage: 'D', edit: outside('corpus/b.txt') },
  { what: 'a tokenizer', nx: 'D', stage: 'D', edit: outside('tokenizer.json') },
  { what: 'a file that nothing reads', nx: '', stage: '', edit: outside('other.json') },
  { what: 'the target of a link in a checkpoint', nx: 'T', stage: 'T', edit: outside('blobs/weights') },
  { what: 'what an observer imports', nx: 'TP', stage: 'TP', edit: file('experiments/rich/helper.mjs') },
  { what: 'an observer', nx: 'TP', stage: 'TP', edit: file('experiments/rich/watch.mjs') },
  { what: 'a program of a custom stage', nx: 'P', stage: 'P', edit: file('experiments/rich/probe.sh') },
  { what: 'the target of a link among its inputs', nx: 'P', stage: 'P', edit: outside('blobs/code/run.py') },
  {
    what: 'what runs wrote beside it',
    nx: '',
    stage: '',
    edit: () =>
      ['out/full/probe/x.arrow', '__pycache__/x.pyc'].forEach((path) => {
        file(`experiments/rich/${path}`)();
      }),
  },
];

describe('an edit changes the hash of exactly the tasks that it concerns', () => {
  const check = async ({ nx: cached, stage, edit }: Row, experiments: string[]): Promise<void> => {
    const before = known;
    await edit();
    const after = await identities({}, {}, experiments);
    known = {
      cache: { ...before.cache, ...after.cache },
      stage: { ...before.stage, ...after.stage },
    };
    expect({
      nx: changed(before.cache, after.cache),
      stage: changed(before.stage, after.stage),
    }).toEqual({ nx: inOrder(cached), stage: inOrder(stage) });
  };
  it.each(ownRows)('$what', (row) => check(row, ['plain']));
  it.each(otherRows)('$what', (row) => check(row, ['plain', 'rich']));

  it('LETHE_BACKEND', async () => {
    const other = await identities({ LETHE_BACKEND: 'tensorflow' });
    expect({
      nx: changed(known.cache, other.cache),
      stage: changed(known.stage, other.stage),
    }).toEqual({ nx: inOrder('tTp'), stage: inOrder('tTp') });
  });

  it('an option on the command line of Nx', async () => {
    const other = await identities({}, { backend: 'tensorflow' });
    expect(changed(known.cache, other.cache)).toContain('t');
  });
});

const inOrder = (tasks: string): string =>
  [...'dDtTpPaA'].filter((letter) => tasks.includes(letter)).join('');

describe('with real commands', () => {
  const run = (...args: string[]) => nx(['run', ...args], own);

  it('a training runs again when what its observer imports changes', async () => {
    workspace.write('experiments/watched/helper.mjs', '');
    workspace.write('experiments/watched/watch.mjs', `import './helper.mjs';\n`);
    const spec = smallExperiment() as { train: object };
    const observers = [{ module: './watch.mjs' }];
    workspace.writeJson('experiments/watched/experiment.json', {
      ...spec,
      train: { ...spec.train, observers },
    });
    expect((await run('watched:train')).ran).toEqual(['data', 'train']);
    expect((await run('watched:train')).ran).toEqual([]);
    workspace.write('experiments/watched/helper.mjs', '// changed\n');
    expect((await run('watched:train')).ran).toEqual(['train']);
  });

  it('a training runs again when the native library comes', async () => {
    nativeLibrary(cache(), '2.21.0');
    expect((await run('watched:train')).ran).toEqual(['train']);
    const { settings } = JSON.parse(workspace.read('experiments/watched/out/full/train/manifest.json'));
    expect(settings).toMatchObject({ LETHE_BACKEND: 'tensorflow', native: 'tensorflow 2.21.0 cpu' });
    rmSync(cache(), { recursive: true });
    expect(await run('watched:train')).toMatchObject({ ran: [], cached: ['watched:data', 'watched:train'] });
  });

  it('a source with an old time is compiled and runs', async () => {
    editSource(workspace, 'packages/train/src/index.ts');
    utimesSync(workspace.path('packages/train/src/index.ts'), 1e9, 1e9);
    expect((await run('watched:train')).ran).toEqual(['train']);
    expect((await run('watched:train')).ran).toEqual([]);
  });

  it('a custom stage with all files beside it as inputs does not run again', async () => {
    cpSync(
      workspace.path('experiments/watched/out/full/data/facts.arrow'),
      workspace.path('experiments/own/facts.arrow'),
    );
    const copy = 'cp ../watched/out/full/data/*.arrow {out}; echo custom >> "$FAKE_STAGES_LOG"';
    const stages = { data: { command: copy, inputs: ['.'] } };
    workspace.writeJson('experiments/own/experiment.json', { ...smallExperiment(), stages });
    expect((await run('own:data')).ran).toEqual(['custom']);
    expect(await run('own:data')).toMatchObject({ ran: [], cached: ['own:data'] });
  });

  it('what an experiment extends counts as its own, as far as it takes it', async () => {
    const path = 'experiments/ancestor/experiment.json';
    const { data, ...others } = smallExperiment() as {
      data: { order: object };
      model: object;
      train: object;
    };
    workspace.writeJson(path, { ...others, data });
    const order = { ...data.order, steps: 40 };
    const heir = { ...others, extends: { experiment: 'ancestor', sections: ['data'] }, data: { order } };
    workspace.writeJson('experiments/heir/experiment.json', heir);
    const ask = async () => (await identities({}, {}, ['heir'])) as TaskIdentities;
    const before = await ask();
    const differ = async () => {
      const after = await ask();
      return [before.cache, before.stage].map((hashes, i) =>
        Object.keys(hashes).filter((task) => hashes[task] !== [after.cache, after.stage][i]![task]),
      );
    };
    workspace.editJson(path, ({ train, model }) => {
      train.optimizer.learningRate = 0.5;
      model.width = 8;
    });
    expect(await differ()).toEqual([[], []]);
    // Its own steps stand in the place of these.
    workspace.editJson(path, (spec) => Object.assign(spec.data.order, { steps: 50 }));
    expect((await differ())[1]).toEqual([]);
    workspace.editJson(path, (spec) => Object.assign(spec.data, { seed: 7 }));
    expect(await differ()).toEqual([['heir:data'], ['heir:data']]);
  });

  it('options reach every task of a sweep, and none that contradicts Nx is taken', async () => {
    const sweep = [{ label: 's', path: 'train.seed', values: [1, 2] }];
    workspace.writeJson('experiments/swept/experiment.json', { ...smallExperiment(), sweep });
    const { code, ran, output } = await run('swept:train', '--backend', 'wasm');
    expect([code, ran], output).toEqual([0, ['data', 'train', 'train']]);
    for (const seed of [1, 2]) {
      const manifest = workspace.read(`experiments/swept/out/full/train--s${seed}/manifest.json`);
      expect(JSON.parse(manifest).settings).toEqual({ LETHE_BACKEND: 'wasm' });
    }
    for (const [option, message] of [
      [['--profile', 'smoke'], /--profile: under Nx the configuration chooses/],
      [['--out', 'elsewhere'], /--out: Nx keeps what a task writes/],
      [['--force'], /--force: Nx would take the result/],
    ] as const) {
      const refused = await run('watched:train', ...option);
      expect(refused.code).not.toBe(0);
      expect(refused.output).toMatch(message);
    }
    const forced = await run('watched:train', '--force', '--skip-nx-cache');
    expect([forced.code, forced.ran.at(-1)], forced.output).toEqual([0, 'train']);
  });
});
