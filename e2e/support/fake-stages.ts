import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stageNames } from '@lethe/contracts';
import type { CommandResult } from './run-command.js';
import { copyWorkspace, type Workspace } from './workspace-copy.js';

/** A workspace whose stages only note that they ran, and Nx runs in it. */
export interface FakeWorkspace {
  workspace: Workspace;
  /** Runs Nx and says what it did. */
  nx(args: readonly string[], env?: Record<string, string>): Promise<NxResult>;
}

export interface NxResult extends CommandResult {
  /** Stages that really ran, in order. */
  ran: string[];
  /** Tasks that Nx served from its cache, sorted. */
  cached: string[];
  /** Tasks whose directory the stage itself found up to date, sorted. */
  current: string[];
}

/** Replaces data, train, probe and analyze in a copy of the workspace, empties what they use, and builds it. */
export async function fakeWorkspace(): Promise<FakeWorkspace> {
  const workspace = copyWorkspace();
  for (const stage of stageNames) replacePackage(workspace, `packages/${stage}`, fixture(`${stage}.ts`));
  replacePackage(workspace, 'packages/runtime', fixture('runtime.ts'));
  for (const path of ['tools/native', 'tools/bench']) replacePackage(workspace, path, 'export {};\n');
  // What is declared of a training names types of these two.
  replacePackage(workspace, 'packages/model', 'export type LazyWeights = any;\n');
  leaveOutOperations(workspace);
  await workspace.build();
  const log = workspace.path('node_modules', 'fake-stages.log');
  const nx: FakeWorkspace['nx'] = async (args, env) => {
    writeFileSync(log, '');
    const result = await workspace.nx([...args, '--output-style=static'], {
      env: { FAKE_STAGES_LOG: log, ...env },
    });
    const ran = readFileSync(log, 'utf8').split('\n').filter(Boolean);
    return { ...result, ran, cached: cachedTasks(result.output), current: currentTasks(result.output) };
  };
  return { workspace, nx };
}

const fixture = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../fixtures/fake-stages', name), 'utf8');

/** What a package declares stays, for experiments and options are checked by it; all else goes. */
function replacePackage(workspace: Workspace, path: string, source: string): void {
  const kept = new Map<string, string>();
  for (const light of ['declaration.ts', 'backends/backend.ts', 'native/index.ts']) {
    keepImports(workspace, `${path}/src/${light}`, kept);
  }
  for (const name of readdirSync(workspace.path(path, 'src'))) {
    // The page is a project of its own.
    if (name !== 'page') rmSync(workspace.path(path, 'src', name), { recursive: true, force: true });
  }
  rmSync(workspace.path(path, 'dist'), { recursive: true, force: true });
  for (const [file, content] of kept) workspace.write(file, content);
  workspace.write(`${path}/src/index.ts`, source);
}

/**
 * Reads a file and the files of its package that it imports. What it would load later is code that runs, which needs
 * the real packages: only the names of its exports stay.
 */
function keepImports(workspace: Workspace, file: string, kept: Map<string, string>): void {
  if (!existsSync(workspace.path(file))) return;
  const content = workspace.read(file);
  kept.set(file, content);
  const imported = (pattern: RegExp): string[] =>
    [...content.matchAll(pattern)]
      .map(([, module]) => join(dirname(file), module!.replace(/\.js$/, '.ts')))
      .filter((other) => existsSync(workspace.path(other)));
  for (const other of imported(/from '(\.[^']+)'/g)) {
    if (!kept.has(other) || kept.get(other)!.startsWith(STUB)) keepImports(workspace, other, kept);
  }
  for (const other of imported(/import\('(\.[^']+)'\)/g)) {
    if (kept.has(other)) continue;
    const names = workspace.read(other).matchAll(/^export (?:async )?(?:const|function\*?|class) (\w+)/gm);
    kept.set(
      other,
      [STUB, ...Array.from(names, ([, name]) => `export const ${name} = undefined as any;`)].join('\n'),
    );
  }
}

const STUB = '// What runs is left out.';

/** Takes `lethe data NAME` and the like out of the command line: they are operations of the real packages. */
function leaveOutOperations(workspace: Workspace): void {
  for (const stage of ['data', 'probe', 'analyze']) {
    for (const tree of ['src', 'dist']) {
      rmSync(workspace.path('tools/cli', tree, stage), { recursive: true, force: true });
    }
    const commands = `import type { Command } from '../commands/command.js';
export const ${stage}Commands = (_terminal: unknown): Command[] => [];
`;
    workspace.write(`tools/cli/src/${stage}/${stage}-commands.ts`, commands);
  }
  // So are the pages of results.
  for (const tree of ['src', 'dist']) {
    rmSync(workspace.path('tools/cli', tree, 'results'), { recursive: true, force: true });
  }
  workspace.write(
    'tools/cli/src/results/write-results.ts',
    `export const resultsDirectory = undefined as any;
export const writePages: (root: string) => string[] = undefined as any;
export const writeResult = undefined as any;
`,
  );
}

function cachedTasks(output: string): string[] {
  // The name of the task, and in brackets where its result came from.
  const lines = [...output.matchAll(/^> nx run (\S+)\s+\[(local cache|existing outputs[^\]]*)\]/gm)];
  return lines.map((line) => line[1]!).sort();
}

function currentTasks(output: string): string[] {
  return [...output.matchAll(/^(\S+): up to date$/gm)].map((line) => line[1]!).sort();
}

/** A small experiment whose data stage reads nothing from outside. */
export function smallExperiment(): Record<string, unknown> {
  return {
    $schema: '../../packages/experiment/experiment.schema.json',
    title: 'a small experiment',
    data: {
      facts: { source: 'generated', scenarios: { once: 2, control: 2 } },
      background: { source: 'generated', documents: 10 },
      tokenizer: { type: 'bytes' },
      sequenceLength: 8,
      order: { steps: 20, batchSize: 2, injection: { start: 1, interval: 5, count: 2 } },
    },
    model: { layers: 1, heads: 1, width: 8 },
    train: { optimizer: { learningRate: 0.001 } },
    smoke: { data: { order: { steps: 10 } } },
  };
}
