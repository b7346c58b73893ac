import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LetheError, writeJson } from '@lethe/contracts';
import { runDirectories } from './builtin-stages.js';
import { fillPlaceholders } from './fill-placeholders.js';
import { originCheckpoint, upstreamRuns } from './origins.js';
import { inputDirectory, type StageCall } from './stage-call.js';

/**
 * Runs the command that experiment.json gives instead of a stage: in the experiment's directory, through the
 * shell, with this terminal. An interruption is passed on to the command and everything that it started.
 * @throws LetheError with the exit code when the command fails
 */
export async function runCustomStage(call: StageCall): Promise<undefined> {
  const { request, context } = call;
  const { task, experiment } = request;
  const { command } = task.override!;
  const where = `${join(experiment.directory, 'experiment.json')}, stages.${task.stage}.command`;
  const checkpoint = originCheckpoint(call);
  if (checkpoint !== undefined) await checkTokenizer(call, checkpoint);
  // Beside neither the inputs nor the output, which holds nothing but results.
  const scratch = mkdtempSync(join(tmpdir(), 'lethe-config-'));
  try {
    const config = join(scratch, 'config.json');
    writeJson(config, customConfig(call));
    const line = fillPlaceholders(
      command,
      {
        ...directoriesOf(call),
        ...(checkpoint === undefined ? {} : { from: [checkpoint] }),
        out: [context.out],
        config: [config],
      },
      where,
    );
    context.log(line);
    const { code, signal } = await runShell(line, experiment.directory, context.signal);
    context.signal.throwIfAborted();
    if (code === 0) return undefined;
    throw new LetheError({
      what: `the command of stage ${task.stage} failed`,
      where,
      expected: 'exit code 0',
      found: `${code === null ? `killed by ${signal}` : `exit code ${code}`} from: ${line}`,
      next: 'see what the command printed above',
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The slice of the spec; for analyze with the directories of every run, since placeholders name only one. */
function customConfig(call: StageCall): unknown {
  const { task, experiment, profile } = call.request;
  if (task.stage !== 'analyze') return task.config;
  const [runs, upstream] = [runDirectories(call), upstreamRuns(call)];
  return { ...task.config, experiment: experiment.name, profile, runs, upstream };
}

/** As the built-in stage does: a command that trains on from a checkpoint is given data of the same tokenizer. */
async function checkTokenizer(call: StageCall, checkpoint: string): Promise<void> {
  const { checkModelTokenizer, TOKENIZER_FILE } = await import('@lethe/tokenizers');
  checkModelTokenizer({
    model: checkpoint,
    tokenizer: join(inputDirectory(call, 'data'), TOKENIZER_FILE),
    log: call.context.log,
    next: (path) => `tokenize the data with ${path}: "tokenizer": { "type": "file", ... }`,
  });
}

function directoriesOf(call: StageCall): Record<string, string[]> {
  const directories: Record<string, string[]> = {};
  for (const { stage, target, directory } of call.inputs) {
    // Runs of other experiments have no placeholder but {from}.
    if (target.includes('/')) continue;
    directories[stage] ??= [];
    directories[stage].push(directory);
  }
  return directories;
}

interface Exit {
  code: number | null;
  signal: string | null;
}

function runShell(line: string, cwd: string, abort: AbortSignal): Promise<Exit> {
  return new Promise<Exit>((resolve, reject) => {
    // A separate process group: a shell does not pass signals on, and a terminal's Ctrl-C must reach it once.
    const child = spawn(line, { cwd, shell: true, stdio: 'inherit', detached: true });
    const started = performance.now();
    let again: NodeJS.Timeout | undefined;
    const onAbort = (): void => {
      killGroup(child, 'SIGINT');
      // A shell that is just starting its command may miss the signal, and the command with it.
      if (performance.now() - started < 1000) again = setTimeout(() => killGroup(child, 'SIGINT'), 1000);
    };
    const onExit = (): void => killGroup(child, 'SIGKILL');
    abort.addEventListener('abort', onAbort, { once: true });
    process.once('exit', onExit);
    const settle = (finish: () => void): void => {
      abort.removeEventListener('abort', onAbort);
      process.off('exit', onExit);
      clearTimeout(again);
      // What a shell started in the background ignores SIGINT.
      if (abort.aborted) killGroup(child, 'SIGKILL');
      finish();
    };
    child.once('error', (error) => settle(() => reject(error)));
    child.once('close', (code, signal) => settle(() => resolve({ code, signal })));
    if (abort.aborted) onAbort();
  });
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch (error) {
    // ESRCH: all of it has ended.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
