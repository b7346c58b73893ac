import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LetheError, writeJson } from '@lethe/contracts';
import { runCommand } from '../process/run-command.js';
import { runDirectories } from './builtin-stages.js';
import { fillPlaceholders } from './fill-placeholders.js';
import { originCheckpoint, upstreamRuns } from './origins.js';
import { inputDirectory, type StageCall } from './stage-call.js';

/**
 * Runs the command that experiment.json gives instead of a stage: in the experiment's directory, through a shell where
 * it needs one, with this terminal. An interruption is passed on to the command and everything that it started, and
 * nothing of that lives on when the command or this process has ended.
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
    const filled = fillPlaceholders(
      command,
      {
        ...directoriesOf(call),
        ...(checkpoint === undefined ? {} : { from: [checkpoint] }),
        out: [context.out],
        config: [config],
      },
      where,
    );
    context.log(filled.line);
    const { code, signal } = await runCommand(filled, experiment.directory, context.signal);
    context.signal.throwIfAborted();
    if (code === 0) return undefined;
    throw new LetheError({
      what: `the command of stage ${task.stage} failed`,
      where,
      expected: 'exit code 0',
      found: `${code === null ? `killed by ${signal}` : `exit code ${code}`} from: ${filled.line}`,
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
