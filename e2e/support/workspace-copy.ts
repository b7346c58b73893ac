import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { type CommandOptions, type CommandResult, runCommand } from './run-command.js';

/** The workspace that is tested. */
export const repository = resolve(import.meta.dirname, '../..');

/** A copy of the workspace in a temporary directory; its node_modules is linked, its sources are its own. */
export class Workspace {
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  path(...parts: string[]): string {
    return join(this.root, ...parts);
  }

  read(path: string): string {
    return readFileSync(this.path(path), 'utf8');
  }

  write(path: string, content: string): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    writeFileSync(this.path(path), content);
  }

  writeJson(path: string, value: unknown): void {
    this.write(path, `${JSON.stringify(value, null, 2)}\n`);
  }

  // biome-ignore lint/suspicious/noExplicitAny: tests edit JSON freely
  editJson(path: string, edit: (json: any) => void): void {
    const json = JSON.parse(this.read(path));
    edit(json);
    this.writeJson(path, json);
  }

  /** Copies the quickstart as it is. */
  copyQuickstart(): void {
    const path = 'experiments/quickstart/experiment.json';
    this.write(path, readFileSync(join(repository, path), 'utf8'));
  }

  /** Writes experiments/NAME: one small run of a generated world, edited. */
  // biome-ignore lint/suspicious/noExplicitAny: tests edit JSON freely
  writeSmallExperiment(name: string, edit: (json: any) => void = () => undefined): void {
    const path = `experiments/${name}/experiment.json`;
    this.write(path, readFileSync(join(repository, 'e2e/fixtures/small-experiment.json'), 'utf8'));
    this.editJson(path, edit);
  }

  run(
    command: string,
    args: readonly string[],
    options: Partial<CommandOptions> = {},
  ): Promise<CommandResult> {
    return runCommand(command, args, { cwd: this.root, ...options });
  }

  /** Processor seconds that a script takes; unlike time on the clock they do not depend on what else runs. */
  async processorSeconds(args: readonly string[], env: Record<string, string> = {}): Promise<number> {
    const script = 'TIMEFORMAT="cpu %U %S"; time "$@"';
    const { code, output } = await this.run('bash', ['-c', script, 'bash', process.execPath, ...args], {
      env,
    });
    const times = /^cpu ([\d.]+) ([\d.]+)$/m.exec(output);
    if (code !== 0 || !times) throw new Error(`exit code ${code}\n${output}`);
    return Number(times[1]) + Number(times[2]);
  }

  /** The command line, without Nx. */
  lethe(args: readonly string[], options?: Partial<CommandOptions>): Promise<CommandResult> {
    return this.run(process.execPath, ['tools/cli/bin/lethe.mjs', ...args], options);
  }

  /** Nx; static output, so that every task's lines are there. */
  nx(args: readonly string[], options: Partial<CommandOptions> = {}): Promise<CommandResult> {
    const env = { NX_ISOLATE_PLUGINS: 'false', NX_DAEMON: 'false', ...options.env };
    return this.run(process.execPath, ['node_modules/nx/dist/bin/nx.js', ...args], { ...options, env });
  }

  async build(): Promise<void> {
    const { code, output } = await this.run(process.execPath, ['tools/build.mjs']);
    if (code !== 0) throw new Error(`the copy does not build\n${output}`);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** Makes the small experiment train for milliseconds per step, for tests of processes rather than results. */
// biome-ignore lint/suspicious/noExplicitAny: tests edit JSON freely
export function shrinkExperiment(json: any, steps: number): void {
  const { data, model } = json;
  Object.assign(data.facts.scenarios, { duplication: 2, paraphrase: 2, once: 2, control: 2 });
  data.background.documents = 60;
  data.tokenizer = { type: 'bytes' };
  data.sequenceLength = 64;
  Object.assign(data.order, { steps, batchSize: 4 });
  Object.assign(data.order.injection, { start: 5, interval: 8, count: 2, factsPerStep: 1 });
  Object.assign(model, { layers: 1, heads: 1, width: 16 });
  delete json.smoke;
}

/** Copies the workspace without experiments; the caller writes the ones that it needs. */
export function copyWorkspace(): Workspace {
  const workspace = new Workspace(realpathSync(mkdtempSync(join(tmpdir(), 'lethe-e2e-'))));
  const files = readdirSync(repository).filter((name) => /\.json$|^\.gitignore$|^\.npmrc$/.test(name));
  for (const name of files) cpSync(join(repository, name), workspace.path(name));
  for (const parent of ['packages', 'tools', 'e2e']) copyTree(parent, workspace);
  linkModules(workspace);
  return workspace;
}

/** Copies sources and build outputs; a nested node_modules is linked. */
function copyTree(path: string, workspace: Workspace): void {
  const source = join(repository, path);
  cpSync(source, workspace.path(path), {
    recursive: true,
    // The incremental build compares times.
    preserveTimestamps: true,
    filter: (from) => basename(from) !== 'node_modules',
  });
  for (const name of readdirSync(source)) {
    const nested = join(source, name, 'node_modules');
    if (existsSync(nested)) symlinkSync(nested, workspace.path(path, name, 'node_modules'));
  }
}

/** node_modules of links: to the installed packages, and for workspace packages to the copy. */
function linkModules(workspace: Workspace): void {
  const installed = join(repository, 'node_modules');
  mkdirSync(workspace.path('node_modules'));
  for (const name of readdirSync(installed)) {
    if (name === '.cache') continue;
    const scoped = name.startsWith('@') || name === '.bin';
    if (scoped) mkdirSync(workspace.path('node_modules', name));
    const entries = scoped ? readdirSync(join(installed, name)).map((entry) => join(name, entry)) : [name];
    for (const entry of entries) {
      const from = join(installed, entry);
      const to = workspace.path('node_modules', entry);
      if (lstatSync(from).isSymbolicLink()) symlinkSync(readlinkSync(from), to);
      else symlinkSync(from, to);
    }
  }
}
