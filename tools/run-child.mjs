import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

/**
 * Runs a Node script in the workspace; its output is shown as it arrives, and stdout is returned too.
 * Ctrl-C reaches the child directly, since it shares the terminal: this process only waits for it to end.
 * @param {string[]} args script and arguments
 * @param {Record<string, string>} [env] added to the environment
 * @returns {Promise<{ exitCode: number, stdout: string }>} 128 + n where a signal ended the child
 */
export function runChild(args, env = {}) {
  const colors = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...colors, ...process.env, ...env },
      stdio: ['inherit', 'pipe', 'inherit'],
    });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      stdout += chunk;
      process.stdout.write(chunk);
    });
    const wait = () => undefined;
    // A supervisor sends it to this process alone, so it has to be passed on.
    const forward = () => child.kill('SIGTERM');
    process.on('SIGINT', wait).on('SIGTERM', forward);
    child.once('error', failed);
    child.once('close', (code, signal) => {
      process.off('SIGINT', wait).off('SIGTERM', forward);
      done({ exitCode: code ?? 128 + constants.signals[signal], stdout });
    });
  });
}
