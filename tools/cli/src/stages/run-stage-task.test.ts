import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readManifest } from '@lethe/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Interruption } from '../process/interruption.js';
import { type CustomExperiment, customExperiment } from '../testing/custom-experiment.js';

let experiment: CustomExperiment;
const out = (...parts: string[]): string => join(experiment.directory, 'out/full', ...parts);
const command = (stage: string, line: string, inputs: string[] = []): void =>
  experiment.edit((json) => Object.assign(json.stages as object, { [stage]: { command: line, inputs } }));

beforeEach(() => {
  experiment = customExperiment();
});
afterEach(() => rmSync(dirname(experiment.directory), { recursive: true, force: true }));

describe('a task', () => {
  it('runs once, is current after that, and runs again when forced', async () => {
    expect(await experiment.run('data')).toBe('produced');
    expect(experiment.printed[0]).toMatch(/^data: started \(my experiment, full\)$/);
    expect(experiment.printed.at(-1)).toMatch(/^data: finished in [\d.]+ s: .*out\/full\/data$/);
    expect(await experiment.run('data')).toBe('current');
    expect(experiment.printed.at(-1)).toBe('data: up to date');
    expect(await experiment.run('data', { force: true })).toBe('produced');
  });

  it('writes into another directory when told so, and reads from one', async () => {
    const elsewhere = join(experiment.directory, 'elsewhere');
    await experiment.run('data', { out: elsewhere });
    expect(existsSync(out('data'))).toBe(false);
    expect(await experiment.run('train', { inputs: { data: elsewhere } })).toBe('produced');
    expect(readManifest(out('train')).inputs[0]).toMatchObject({ stage: 'data', name: 'elsewhere' });
  });

  it('prints the findings after analyze, also when they are current', async () => {
    for (const stage of ['data', 'train', 'probe', 'analyze'] as const) await experiment.run(stage);
    expect(experiment.printed.at(-1)).toContain('no findings');
    writeFileSync(out('analyze', 'report.html'), '');
    expect(await experiment.run('analyze')).toBe('current');
    expect(experiment.printed.at(-1)).toContain(`report: ${out('analyze', 'report.html')}`);
  });
});

describe('the inputs of a task', () => {
  it('have to be there; the error names the command that makes them', async () => {
    await expect(experiment.run('train')).rejects.toThrow(
      /this stage has not run[\s\S]*npx lethe data --experiment '.*my experiment' --profile full/,
    );
  });

  it('have to be of the right stage', async () => {
    await experiment.run('data');
    await experiment.run('train');
    await expect(experiment.run('train', { inputs: { data: out('train') } })).rejects.toThrow(
      /this is not a data directory[\s\S]*found: {4}a manifest of stage train/,
    );
  });

  it('have to be made from the configuration as it is now', async () => {
    await experiment.run('data');
    experiment.edit((json) => Object.assign(json.data as object, { seed: 2 }));
    await expect(experiment.run('train')).rejects.toThrow(
      /data was made before its part of experiment.json changed/,
    );
  });

  it('have to be whole', async () => {
    await experiment.run('data');
    truncateSync(out('data', 'facts.arrow'), 100);
    await expect(experiment.run('train')).rejects.toThrow(
      /facts\.arrow: this file changed after its stage finished[\s\S]*found: {4}100 bytes/,
    );
    rmSync(out('data', 'facts.arrow'));
    await expect(experiment.run('train')).rejects.toThrow(/facts\.arrow: this file is missing/);
  });
});

describe('a custom stage', () => {
  it('gets the directories, and a file with its slice of the spec that is gone afterwards', async () => {
    await experiment.run('data');
    command(
      'train',
      'cp {config} seen.json && echo {config} > path && ls {data} > listing && cp prepared/train/* {out}',
    );
    await experiment.run('train');
    const read = (name: string): string => readFileSync(join(experiment.directory, name), 'utf8');
    expect(JSON.parse(read('seen.json'))).toMatchObject({ model: { width: 8 }, train: { seed: 1 } });
    expect(read('listing')).toContain('facts.arrow');
    expect(existsSync(read('path').trim())).toBe(false);
  });

  it('gets the directories of all runs in the config of analyze', async () => {
    for (const stage of ['data', 'train', 'probe'] as const) await experiment.run(stage);
    command('analyze', 'cp {config} seen.json && cp prepared/analyze/* {out}');
    await experiment.run('analyze');
    const config = JSON.parse(readFileSync(join(experiment.directory, 'seen.json'), 'utf8'));
    expect(config).toMatchObject({
      experiment: 'my experiment',
      profile: 'full',
      analyze: { window: 50 },
      runs: [{ id: 'main', values: {}, data: out('data'), train: out('train'), probe: out('probe') }],
    });
  });

  it('runs nothing that a path spells, with a shell or without, in quotes or not', async () => {
    const hostile = join(experiment.directory, '$(touch spelled)`touch spelled`"');
    await experiment.run('data', { out: hostile });
    for (const [line, shell] of [
      ['cp "{data}"/facts.arrow {data}/order.arrow taken', false],
      [`cp '{data}'/*.arrow "{data}/order.arrow" taken && cp prepared/train/* {out}`, true],
    ] as const) {
      mkdirSync(join(experiment.directory, 'taken'), { recursive: true });
      command('train', line);
      const run = experiment.run('train', { inputs: { data: hostile } });
      await (shell ? run : expect(run).rejects.toThrow(/did not write table "steps"/));
      expect(readdirSync(join(experiment.directory, 'taken'))).toEqual(
        shell
          ? ['facts.arrow', 'order.arrow', 'probes.arrow', 'sequences.arrow']
          : ['facts.arrow', 'order.arrow'],
      );
      expect(existsSync(join(experiment.directory, 'spelled'))).toBe(false);
      rmSync(join(experiment.directory, 'taken'), { recursive: true });
    }
    command('train', `sh -c 'cp {data}/* {out}'`);
    await expect(experiment.run('train', { inputs: { data: hostile } })).rejects.toThrow(
      /\{data\} is part of a text that a program interprets/,
    );
  });

  it('is a program, a script that names no interpreter, or what the shell knows', async () => {
    writeFileSync(join(experiment.directory, 'fill'), 'cp prepared/data/* "$1"; echo "$PWD" > pwd');
    chmodSync(join(experiment.directory, 'fill'), 0o755);
    command('data', './fill {out}');
    expect(await experiment.run('data')).toBe('produced');
    writeFileSync(join(experiment.directory, 'fill'), '#!/usr/bin/env sh\nexit 3');
    await expect(experiment.run('data', { force: true })).rejects.toThrow(/exit code 3 from: \.\/fill/);
    command('data', 'exit 5');
    await expect(experiment.run('data')).rejects.toThrow(/exit code 5 from: exit 5/);
    command('data', 'no-such-program {out}');
    await expect(experiment.run('data')).rejects.toThrow(/exit code 127 from: no-such-program/);
  });

  it('runs again when the command or a declared input changes', async () => {
    writeFileSync(join(experiment.directory, 'code.sh'), 'cp prepared/data/* "$1"');
    command('data', 'sh code.sh {out}', ['code.sh']);
    expect(await experiment.run('data')).toBe('produced');
    expect(await experiment.run('data')).toBe('current');
    writeFileSync(join(experiment.directory, 'code.sh'), 'true; cp prepared/data/* "$1"');
    expect(await experiment.run('data')).toBe('produced');
    command('data', 'sh ./code.sh {out}', ['code.sh']);
    expect(await experiment.run('data')).toBe('produced');
  });

  it('fails with its exit code, and leaves the directory unfinished', async () => {
    command('data', 'cp prepared/data/* {out}; exit 7');
    await expect(experiment.run('data')).rejects.toThrow(
      /stages\.data\.command: the command of stage data failed[\s\S]*exit code 7 from: cp prepared/,
    );
    expect(existsSync(out('data', 'manifest.json'))).toBe(false);
  });

  it('is named when what it wrote breaks the contract', async () => {
    command('data', 'cp prepared/train/* {out}');
    await expect(experiment.run('data')).rejects.toThrow(
      /did not write table "facts"[\s\S]*let "cp prepared/,
    );
  });

  it('is stopped with everything that it started, and nothing looks finished', async () => {
    command('data', 'cp prepared/data/* {out}; sleep 60 & echo $! > pid; wait');
    const controller = new AbortController();
    const reason = new Interruption('SIGINT');
    const begin = performance.now();
    const running = experiment.run('data', {}, controller.signal);
    const pid = join(experiment.directory, 'pid');
    while (!existsSync(pid) || readFileSync(pid, 'utf8') === '') await sleep(20);
    controller.abort(reason);
    await expect(running).rejects.toBe(reason);
    expect(performance.now() - begin).toBeLessThan(30_000);
    await sleep(100);
    const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', readFileSync(pid, 'utf8').trim()]);
    // Gone, or a zombie that nobody has collected yet.
    expect(stdout.toString().trim()).toMatch(/^(Z.*)?$/);
    expect(existsSync(out('data', 'manifest.json'))).toBe(false);
    // The next run starts over.
    command('data', 'cp prepared/data/* {out}');
    expect(await experiment.run('data')).toBe('produced');
  });
});
