import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

/**
 * Runs a Node script in the workspace; its output is shown as it arrives, and stdout is returned too.
 * Ctrl-C reaches the child directly, since it shares the terminal: this process only waits for it to end. The child
 * ends with this process, however that ends.
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
    const leaveAlone = endWithThis(child);
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
      leaveAlone();
      process.off('SIGINT', wait).off('SIGTERM', forward);
      done({ exitCode: code ?? 128 + constants.signals[signal], stdout });
    });
  });
}

/**
 * Ends a child when this process is gone: a shell waits for the end of a pipe that only this process holds open.
 * @returns a function that sends the shell away
 */
function endWithThis({ pid }) {
  if (pid === undefined || process.platform === 'win32') return () => undefined;
  const script = `trap '' INT TERM HUP; read -r word; [ "$word" = ended ] || kill -TERM "$1"`;
  const watcher = spawn('sh', ['-c', script, 'sh', String(pid)], { stdio: ['pipe', 'ignore', 'ignore'] });
  watcher.on('error', () => undefined).unref();
  watcher.stdin.on('error', () => undefined).unref();
  return () => watcher.stdin.end('ended\n');
}
