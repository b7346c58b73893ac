import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkExperiment } from './check-experiment.js';
import { createExperimentNodes } from './create-experiment-nodes.js';
import { templateExperiment } from './template-experiment.js';
import { type TemporaryWorkspace, temporaryWorkspace } from './testing/temporary-workspace.js';

let workspace: TemporaryWorkspace;
beforeEach(() => {
  workspace = temporaryWorkspace();
});
afterEach(() => rmSync(workspace.root, { recursive: true, force: true }));

const project = (file: string) =>
  Object.values(createExperimentNodes([file], workspace.root)[0]![1].projects)[0]!;

describe('createExperimentNodes', () => {
  it('makes a project with the four stages of an experiment and its live report', () => {
    const { name, root, tags, targets } = project(workspace.experiment('small'));
    expect({ name, root, tags }).toEqual({
      name: 'small',
      root: 'experiments/small',
      tags: ['type:experiment'],
    });
    expect(Object.keys(targets!)).toEqual(['data', 'train', 'probe', 'analyze', 'report']);
    expect(targets!.report).toMatchObject({
      cache: false,
      dependsOn: [{ projects: ['cli'], target: 'build' }],
      options: { command: 'node tools/cli/bin/lethe.mjs report experiments/small', profile: 'full' },
    });
    expect(targets!.train).toMatchObject({
      executor: 'nx:run-commands',
      cache: true,
      parallelism: false,
      dependsOn: ['data', { projects: ['cli'], target: 'build' }],
      options: {
        command: 'node tools/cli/bin/lethe.mjs run-task experiments/small train',
        profile: 'full',
        out: 'experiments/small/out/full/train',
      },
      configurations: { smoke: { profile: 'smoke', out: 'experiments/small/out/smoke/train' } },
      outputs: ['{options.out}'],
    });
    expect(targets!.analyze!.dependsOn).toEqual([
      'data',
      'train',
      'probe',
      { projects: ['cli'], target: 'build' },
    ]);
  });

  it('lets Nx run trainings and probings beside each other where each has a number of threads', () => {
    const alone = (name: string, spec: object): string[] =>
      Object.entries(project(workspace.experiment(name, spec)).targets!)
        .filter(([, { parallelism }]) => parallelism === false)
        .map(([target]) => target);
    const train = { ...templateExperiment.train, threads: 1 };
    expect(alone('none', {})).toEqual(['train', 'probe']);
    expect(alone('one', { train })).toEqual(['probe']);
    expect(alone('both', { train, probe: { threads: 2 } })).toEqual([]);
  });

  it('gives a sweep one target for every run, and one for every stage that stands for them', () => {
    const sweep = [
      { label: 'bs', path: 'data.order.batchSize', values: [8, 16] },
      { label: 'lr', path: 'train.optimizer.learningRate', values: [0.1, 0.01] },
    ];
    const { targets } = project(workspace.experiment('swept', { sweep }));
    expect(targets!.data).toEqual({
      executor: 'nx:noop',
      dependsOn: [
        { target: 'data--bs8', params: 'forward' },
        { target: 'data--bs16', params: 'forward' },
      ],
      configurations: { smoke: {} },
      metadata: { description: 'every data task of the sweep' },
    });
    expect(targets!['train--bs8-lr0.01']!.dependsOn).toEqual(['data--bs8', expect.anything()]);
    expect(targets!.train!.dependsOn).toHaveLength(4);
    expect(targets!.analyze!.dependsOn).toHaveLength(2 + 4 + 4 + 1);
  });

  it('does nothing in the smoke version for values that it leaves out', () => {
    const sweep = [{ label: 's', path: 'train.seed', values: [1, 2], smoke: [2] }];
    const { targets } = project(workspace.experiment('fewer', { sweep }));
    const smokeOf = (target: string) => targets![target]!.configurations!.smoke;
    expect(smokeOf('train--s1')).toEqual({ command: 'node --version', forwardAllArgs: false });
    expect(smokeOf('train--s2')).toMatchObject({ profile: 'smoke' });
    expect(targets!.train!.dependsOn).toHaveLength(2);
  });

  it('keeps an experiment with a mistake, whose targets say what it is, beside the others', () => {
    workspace.write('experiments/broken/experiment.json', '{ "title": ');
    const files = ['experiments/broken/experiment.json', workspace.experiment('small')];
    const [broken, small] = createExperimentNodes(files, workspace.root).map(
      ([file, { projects }]) => [file, Object.values(projects)[0]!] as const,
    );
    expect(small![1].targets!.train!.cache).toBe(true);
    expect(broken![0]).toBe(files[0]);
    expect(broken![1].name).toBe('broken');
    for (const stage of ['data', 'train', 'probe', 'analyze']) {
      expect(broken![1].targets![stage]).toEqual({
        executor: 'nx-lethe:refuse',
        cache: false,
        configurations: { smoke: {} },
      });
    }
  });

  it('puts no name of a directory into a command line unless it can only be a name', () => {
    for (const name of ['$(touch x)', '`touch x`', '"; touch x; "', "a'b", '-x', '{projectRoot}', 'a b']) {
      const { name: shown, targets } = project(workspace.experiment(name));
      expect(shown).toMatch(/^[\w.-]+$/);
      for (const { executor, options } of Object.values(targets!)) {
        expect({ executor, options }).toEqual({ executor: 'nx-lethe:refuse', options: undefined });
      }
    }
  });

  it.each([
    ['cli', 'refused-cli'],
    ['e2e', 'refused-e2e'],
    ['my experiment', 'refused-my-experiment'],
  ])('does not take the name %s', (name, expected) => {
    expect(project(workspace.experiment(name)).name).toBe(expected);
  });

  it('gives every refused experiment a name of its own', () => {
    const files = ['a b', 'a:b', 'refused-a-b', 'cli', 'refused-cli'].map((name) =>
      workspace.experiment(name),
    );
    const names = createExperimentNodes(files, workspace.root).map(
      ([, { projects }]) => Object.values(projects)[0]!.name,
    );
    expect(new Set(names).size).toBe(files.length);
    expect(names).toEqual(expect.arrayContaining(['refused-a-b', 'refused-cli']));
  });

  it('keeps Nx running where an experiment would once have changed what all objects share', () => {
    const sweep = [{ label: 'x', path: 'data.__proto__.stray', values: [1, 2] }];
    const files = [workspace.experiment('hostile', { sweep }), workspace.experiment('small')];
    const [hostile, small] = createExperimentNodes(files, workspace.root).map(
      ([, { projects }]) => Object.values(projects)[0]!,
    );
    expect(hostile!.targets!.data!.executor).toBe('nx-lethe:refuse');
    expect(small!.targets!.data!.executor).toBe('nx:run-commands');
  });
});

describe('checkExperiment', () => {
  const message = (name: string): string | undefined =>
    checkExperiment(`experiments/${name}`, workspace.root).problem?.message;

  it('names the file and the JSON path of a mistake', () => {
    workspace.experiment('wrong', { model: { layers: 'two', heads: 1, width: 8 } });
    expect(message('wrong')).toMatch(/wrong\/experiment\.json: [\s\S]*at model\.layers/);
  });

  it('finds mistakes of the small version and of swept values too', () => {
    workspace.experiment('smoke', { smoke: { model: { heads: 3 } } });
    expect(message('smoke')).toMatch(/with its smoke overrides[\s\S]*model\.width/);
    workspace.experiment('swept', { sweep: [{ label: 'h', path: 'model.heads', values: [1, 3] }] });
    expect(message('swept')).toMatch(/model\.width/);
  });

  it('refuses the names of packages', () => {
    workspace.experiment('train');
    expect(message('train')).toMatch(/a package of this workspace has this name[\s\S]*found: {4}train/);
    workspace.experiment('ok');
    expect(message('ok')).toBeUndefined();
  });
});
