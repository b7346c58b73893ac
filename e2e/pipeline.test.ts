import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { effects, findings } from '@lethe/analyze/declaration';
import { order, readRows, trace } from '@lethe/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyWorkspace, shrinkExperiment, type Workspace } from './support/workspace-copy.js';

/** The real stages, in small versions of experiments. */
let workspace: Workspace;
const out = (...parts: string[]): string => workspace.path('experiments', ...parts);
const wasm = { env: { LETHE_BACKEND: 'wasm' } };
const manifest = (...parts: string[]) => JSON.parse(readFileSync(out(...parts, 'manifest.json'), 'utf8'));

beforeAll(async () => {
  workspace = copyWorkspace();
  workspace.copyQuickstart();
  workspace.writeSmallExperiment('tiny', (json) => shrinkExperiment(json, 30));
  await workspace.build();
});
afterAll(() => workspace?.remove());

describe('the quickstart', () => {
  it('runs through Nx to findings and a report', async () => {
    const { code, output } = await workspace.nx(
      ['run', 'quickstart:analyze', '-c', 'smoke', '--output-style=static'],
      wasm,
    );
    expect(code, output).toBe(0);
    for (const stage of ['data', 'train', 'probe', 'analyze']) {
      const task = stage === 'analyze' ? stage : `${stage}--s1`;
      expect(output).toMatch(new RegExp(`^${task}: finished in .*out/smoke/${task}$`, 'm'));
    }
    const rows = await readRows(out('quickstart/out/smoke/analyze'), findings);
    expect(rows.length).toBeGreaterThan(0);
    expect(output).toContain(rows[0]!.verdict);
    const report = out('quickstart/out/smoke/analyze/report.html');
    expect(output).toContain(`report: ${report}`);
    expect(existsSync(report)).toBe(true);
    expect(manifest('quickstart/out/smoke/train--s1').backend).toBe('wasm');
    expect(manifest('quickstart/out/smoke/train--s1').settings).toEqual({ LETHE_BACKEND: 'wasm' });
  });

  it('is served from the cache in seconds, findings included', async () => {
    const { code, output, seconds } = await workspace.nx(
      ['run', 'quickstart:analyze', '-c', 'smoke', '--output-style=static'],
      wasm,
    );
    expect(code, output).toBe(0);
    // Three stages of three seeds, two of which have nothing to do here, and the analysis.
    expect(output.match(/\[(local cache|existing outputs[^\]]*)\]/g)).toHaveLength(10);
    expect(output).toContain('report: ');
    expect(seconds).toBeLessThan(15);
  });

  it('gives the same tables again from the same seed', async () => {
    const before = manifest('quickstart/out/smoke/data--s1').files;
    const { code, stderr } = await workspace.lethe([
      'data',
      '--experiment=experiments/quickstart',
      '--profile=smoke',
      '--force',
    ]);
    expect(code, stderr).toBe(0);
    expect(manifest('quickstart/out/smoke/data--s1').files).toEqual(before);
  });

  it('starts with npm start, which prints the findings also when Nx hides them', async () => {
    const { code, stdout } = await workspace.run(
      process.execPath,
      ['tools/start.mjs', '-c', 'smoke', '--output-style=static-failures-only'],
      wasm,
    );
    expect(code, stdout).toBe(0);
    expect(stdout).toContain('report: ');
    expect(stdout.match(/^\d+ findings: /gm)).toHaveLength(1);
  });
});

describe('without Nx', () => {
  it('runs the same stages in directories of your own, with the same weights', async () => {
    const at = (stage: string): string => workspace.path('elsewhere', stage);
    const data = ['--data', at('data')];
    const train = ['--train', at('train')];
    const backend = ['--backend', 'wasm'];
    for (const [stage, args] of [
      ['data', []],
      ['train', [...data, ...backend]],
      ['probe', [...data, ...train, ...backend]],
      ['analyze', [...data, ...train, '--probe', at('probe')]],
    ] as const) {
      const result = await workspace.lethe([stage, '-e', 'experiments/tiny', '--out', at(stage), ...args]);
      expect(result.code, result.stderr).toBe(0);
    }
    const { code, output } = await workspace.nx(['run', 'tiny:train'], wasm);
    expect(code, output).toBe(0);
    const weights = (directory: string) =>
      JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8')).files.filter(
        ({ path }: { path: string }) => path.endsWith('.safetensors'),
      );
    expect(weights(at('train'))).toHaveLength(1);
    expect(weights(at('train'))).toEqual(weights(out('tiny/out/full/train')));
  });

  it('takes the best backend that there is where none is named', async () => {
    const { code, output } = await workspace.nx(['run', 'tiny:train']);
    expect(code, output).toBe(0);
    const { backend, settings } = manifest('tiny/out/full/train');
    expect(settings).toMatchObject({ LETHE_BACKEND: backend });
    expect(output).toContain(`${backend} on `);
  });
});

describe('a twin run without injections', () => {
  const at = (stage: string, run: string) => out(`twin/out/full/${stage}--${run}`);
  beforeAll(() => {
    cpSync(out('tiny/experiment.json'), out('twin/experiment.json'));
    workspace.editJson('experiments/twin/experiment.json', (json) => {
      const path = 'data.order.injection.placement';
      json.sweep = [{ label: 'i', path, values: ['prepend', 'none'] }];
      json.analyze = { window: 6, twin: 'inone', iqrFactor: null, bootstrap: { resamples: 200 } };
      Object.assign(json.train.observers[0].options, { window: 6, everyInWindow: 2 });
    });
  });

  it('sees the same rows, is measured at the same updates and corrects effectivity probe by probe', async () => {
    const { code, output } = await workspace.nx(['run', 'twin:analyze', '--output-style=static'], wasm);
    expect(code, output).toBe(0);
    expect(output).toContain('analyze: iprepend: its twin is inone');
    const rows = await readRows(at('data', 'iprepend'), order);
    const plain = await readRows(at('data', 'inone'), order);
    expect(plain.map(({ sequence }) => sequence)).toEqual(rows.map(({ sequence }) => sequence));
    expect(plain.filter(({ fact_ids }) => fact_ids.length > 0)).toEqual([]);
    const first = rows.find(({ fact_ids }) => fact_ids.length > 0)!.step;

    const values = async (run: string): Promise<Map<string, number>> => {
      const read = await readRows(at('train', run), trace);
      return new Map(
        read.map(({ step, probe_id, token_logprobs: list }) => [
          `${step} ${probe_id}`,
          list.reduce((sum, value) => sum + value, 0) / list.length,
        ]),
      );
    };
    const injected = await values('iprepend');
    const twin = await values('inone');
    expect([...twin.keys()]).toEqual([...injected.keys()]);
    const same = [...injected].filter(([key, value]) => twin.get(key) === value);
    const early = [...injected.keys()].filter((key) => Number(key.split(' ')[0]) <= first);
    expect(same.map(([key]) => key)).toEqual(early);

    // Effectivity once more, from the traces: the largest value of the window minus that before it.
    const risen = (of: Map<string, number>, probe: string, step: number): number => {
      const window = [1, 2, 3, 4, 5, 6].flatMap((since) => of.get(`${step + since} ${probe}`) ?? []);
      return Math.max(...window) - of.get(`${step} ${probe}`)!;
    };
    const found = (await readRows(out('twin/out/full/analyze'), effects)).filter(
      ({ condition }) => condition !== 'control',
    );
    expect(found.length).toBeGreaterThan(50);
    for (const { probe_id, step, effectivity, twin_corrected_effectivity: corrected } of found) {
      expect(effectivity).toBeCloseTo(risen(injected, probe_id, step), 6);
      expect(corrected).toBeCloseTo(effectivity - risen(twin, probe_id, step), 6);
    }
    const told = (await readRows(out('twin/out/full/analyze'), findings)).map((row) => row.finding_id);
    expect(told).toContain('F1t-duplication-memorization@iprepend');
    const report = readFileSync(out('twin/out/full/analyze/report.html'), 'utf8');
    expect(report).toContain('<h2>Runs without injections: i=none</h2>');
  });

  it('cannot be a run that injects facts', async () => {
    workspace.editJson('experiments/twin/experiment.json', (json) => {
      json.analyze.twin = 'iprepend';
    });
    const { code, stderr } = await workspace.lethe(['analyze', '-e', 'experiments/twin']);
    expect(code, stderr).toBe(2);
    expect(stderr).toMatch(/the twin of a run injects facts[\s\S]*expected: inone[\s\S]*placement/);
  });
});

describe('a train stage of somebody else', () => {
  const stages = (flag = '') => ({
    train: { command: `node foreign-train.mjs {data} {out}${flag}`, inputs: ['foreign-train.mjs'] },
  });
  beforeAll(() => {
    workspace.writeSmallExperiment('foreign');
    cpSync(join(import.meta.dirname, 'fixtures/foreign-train.mjs'), out('foreign/foreign-train.mjs'));
    workspace.editJson('experiments/foreign/experiment.json', (json) => {
      json.stages = stages();
    });
  });

  it('takes its place in the pipeline', async () => {
    const { code, output } = await workspace.nx(['run', 'foreign:analyze', '-c', 'smoke'], wasm);
    expect(code, output).toBe(0);
    const { producer, backend, files } = manifest('foreign/out/smoke/train');
    expect(producer.name).toContain('foreign-train.mjs');
    expect(backend).toBe(null);
    expect(files.map(({ path }: { path: string }) => path)).toEqual(['steps.arrows', 'trace.arrows']);
    // What it made up is what comes out: facts injected again and again are known best.
    const rows = await readRows(out('foreign/out/smoke/analyze'), findings);
    expect(rows.length).toBeGreaterThan(0);
  });

  it('is refused with file, column, expected and found when a table is wrong', async () => {
    workspace.editJson('experiments/foreign/experiment.json', (json) => {
      json.stages = stages(' --wrong-type');
    });
    const { code, stderr } = await workspace.lethe(['train', '-e', 'experiments/foreign', '--profile=smoke']);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /out\/smoke\/train\/steps\.arrows: column "step" has the wrong type \(written by "node/,
    );
    expect(stderr).toMatch(/expected: step: int32[\s\S]*found: {4}step: Float64/);
    expect(existsSync(out('foreign/out/smoke/train/manifest.json'))).toBe(false);
  });
});

describe('bad inputs', () => {
  const train = (...args: string[]) =>
    workspace.lethe(['train', '-e', 'experiments/quickstart', '--profile=smoke', ...args], wasm);
  /** A copy of the finished data directory, to damage. */
  const damaged = (name: string): string => {
    cpSync(out('quickstart/out/smoke/data--s1'), workspace.path('damaged', name), { recursive: true });
    return workspace.path('damaged', name);
  };
  const refused = async (run: ReturnType<typeof train>, message: RegExp): Promise<void> => {
    const { code, stderr } = await run;
    expect(stderr).toMatch(message);
    expect(code, stderr).toBe(2);
    expect(stderr).not.toMatch(/^\s+at .*\.js:/m);
  };

  it('stop with one message: a file that is not there', async () => {
    workspace.writeSmallExperiment('absent');
    workspace.editJson('experiments/absent/experiment.json', (json) => {
      json.data.background = { source: 'text', locations: [{ path: 'nowhere.txt' }] };
      delete json.smoke.data.background;
    });
    const run = workspace.lethe(['data', '-e', 'experiments/absent', '--profile=smoke']);
    await refused(run, /nowhere\.txt: an input file was not found[\s\S]*LETHE_DATA[\s\S]*next:/);
    expect(existsSync(out('absent/out/smoke/data/manifest.json'))).toBe(false);
  });

  it('stop with one message: an Arrow file that was cut off', async () => {
    const data = damaged('short');
    truncateSync(join(data, 'sequences.arrow'), 1000);
    await refused(
      train('--data', data, '--out', workspace.path('damaged/out')),
      /sequences\.arrow: this file changed after its stage finished[\s\S]*found: {4}1000 bytes/,
    );
  });

  it('stop with one message: an Arrow file with a hole in it', async () => {
    const data = damaged('holed');
    const bytes = readFileSync(join(data, 'order.arrow'));
    bytes.fill(0, bytes.length - 400);
    writeFileSync(join(data, 'order.arrow'), bytes);
    await refused(
      train('--data', data, '--out', workspace.path('damaged/out')),
      /order\.arrow: this file changed after its stage finished[\s\S]*expected: SHA-256/,
    );
  });

  it('stop with one message: a table of another version', async () => {
    const data = damaged('version');
    const bytes = readFileSync(join(data, 'probes.arrow'));
    // The metadata is a plain string in the file, once at its beginning and once in its footer.
    for (let at = bytes.indexOf('lethe.version'); at >= 0; at = bytes.indexOf('lethe.version', at + 1)) {
      const value = bytes.indexOf('2', at - 24);
      const near = [value, bytes.indexOf('2', at + 13)].filter((place) => Math.abs(place - at) < 40);
      for (const place of near) bytes[place] = '9'.charCodeAt(0);
    }
    writeFileSync(join(data, 'probes.arrow'), bytes);
    // As its stage would have left it.
    const path = join(data, 'manifest.json');
    const json = JSON.parse(readFileSync(path, 'utf8'));
    const entry = json.files.find((file: { path: string }) => file.path === 'probes.arrow');
    entry.sha256 = createHash('sha256').update(bytes).digest('hex');
    writeFileSync(path, JSON.stringify(json));
    await refused(
      train('--data', data, '--out', workspace.path('damaged/out')),
      /probes\.arrow: this is not a table "probes" of version 2[\s\S]*found: .*lethe\.version=9/,
    );
  });

  it('stop with one message: a manifest of another version', async () => {
    const data = damaged('manifest');
    const text = readFileSync(join(data, 'manifest.json'), 'utf8').replace('"manifest": 1', '"manifest": 2');
    writeFileSync(join(data, 'manifest.json'), text);
    await refused(
      train('--data', data, '--out', workspace.path('damaged/out')),
      /manifest\.json: the manifest has another contract version/,
    );
  });

  it('stop with one message: a backend that does not exist', async () => {
    await refused(
      workspace.lethe(['train', '-e', 'experiments/quickstart', '--profile=smoke'], {
        env: { LETHE_BACKEND: 'abacus' },
      }),
      /there is no backend of this name[\s\S]*found: {4}abacus/,
    );
  });
});

describe('Ctrl-C while training', () => {
  const train = ['train', '-e', 'experiments/tiny', '--force', '--backend', 'wasm'];
  const finished = out.bind(null, 'tiny/out/full/train/manifest.json');
  const steps = out.bind(null, 'tiny/out/full/train/steps.arrows');

  it('exits with 130, leaves nothing that looks finished, and the next run goes on', async () => {
    let training: ChildProcess | undefined;
    let printed = '';
    const run = workspace.lethe(train, {
      onOutput: (output, child) => {
        training = child;
        printed = output;
      },
    });
    // Directories are emptied before a stage says anything, so from then on the file is the new one.
    while (
      !printed.includes('probes at') ||
      (statSync(steps(), { throwIfNoEntry: false })?.size ?? 0) === 0
    ) {
      await sleep(20);
    }
    expect(training?.kill('SIGINT')).toBe(true);
    const { code, output } = await run;
    expect(code, output).toBe(130);
    expect(output).toContain('interrupted by SIGINT; the current work is unfinished');
    expect(existsSync(finished())).toBe(false);
    const probe = await workspace.lethe(['probe', '-e', 'experiments/tiny'], wasm);
    expect(probe.code).toBe(2);
    expect(probe.stderr).toMatch(/this stage is not finished[\s\S]*next: {5}npx lethe train -/);
    const again = await workspace.lethe(train.filter((argument) => argument !== '--force'));
    expect(again.code, again.stderr).toBe(0);
    expect(again.stderr).toContain('train: started');
    expect(again.stderr).toContain('resuming after update');
  });
});
