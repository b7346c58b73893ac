import { spawn } from 'node:child_process';

/** What decides which browser is started. */
export interface Desktop {
  platform: NodeJS.Platform;
  /** BROWSER, DISPLAY, WAYLAND_DISPLAY and PATH count. */
  env: Readonly<Record<string, string | undefined>>;
}

/**
 * Opens an address in a browser: by the commands of BROWSER, else by that of the system.
 * The browser outlives this process.
 * @returns undefined once a command has started and, within `patience` milliseconds, not failed; else why none did
 */
export async function openBrowser(
  address: string,
  desktop: Desktop,
  patience = 2000,
): Promise<string | undefined> {
  const commands = browserCommands(address, desktop);
  if (commands.length === 0) return 'there is no screen: neither BROWSER nor DISPLAY is set';
  const failures: string[] = [];
  for (const command of commands) {
    const failure = await begin(command, desktop.env, patience);
    if (failure === undefined) return undefined;
    failures.push(`${command[0]}: ${failure}`);
  }
  return failures.join('; ');
}

/**
 * Commands to try, one after the other. BROWSER may name several, with colons between them, and have %s for the
 * address, as is customary.
 */
export function browserCommands(address: string, { platform, env }: Desktop): string[][] {
  const named = (env.BROWSER ?? '')
    .split(platform === 'win32' ? ';' : ':')
    .filter((text) => text.trim() !== '');
  if (named.length > 0) {
    return named.map((text) => {
      const words = text.trim().split(/\s+/);
      const filled = words.map((word) => word.replaceAll('%s', address));
      return text.includes('%s') ? filled : [...words, address];
    });
  }
  if (platform === 'darwin') return [['open', address]];
  if (platform === 'win32') return [['cmd', '/c', 'start', '""', address]];
  return env.DISPLAY || env.WAYLAND_DISPLAY ? [['xdg-open', address]] : [];
}

/** Why a command did not start or failed at once. */
function begin(
  [program, ...args]: readonly string[],
  env: Desktop['env'],
  patience: number,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(program!, args, { stdio: 'ignore', detached: true, env: { ...env } });
    const timer = setTimeout(() => resolve(undefined), patience);
    const end = (failure: string | undefined): void => {
      clearTimeout(timer);
      resolve(failure);
    };
    child.once('error', ({ code, message }: NodeJS.ErrnoException) =>
      end(code === 'ENOENT' ? 'not found' : message),
    );
    child.once('exit', (code, signal) => end(code === 0 ? undefined : `ended with ${signal ?? code}`));
    // Neither the browser nor the wait for it keeps this process alive.
    child.unref();
    timer.unref();
  });
}
