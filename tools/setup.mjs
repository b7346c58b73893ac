#!/usr/bin/env node
// Prepares a checkout so that everything runs: packages, build, native library. Uses only Node, since it runs before
// anything is installed; ends at once when everything is in place.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const path = (...parts) => join(root, ...parts);

checkNode(process.versions.node);
step('packages', installPackages);
step('build', build);
step('native', provideNative);

/** Ends the setup with a message when this Node cannot run the packages. */
function checkNode(version) {
  const [major, minor] = version.split('.').map(Number);
  const supported =
    (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major === 23 || major >= 24;
  if (supported) return;
  fail(
    `setup: this is Node ${version}, and Lethe needs 20.19 or later, 22.12 or later, or 23 and above`,
    'install another Node (https://nodejs.org) and run npm run setup again',
  );
}

/** Runs a step and prints what it returns, which says what was done, with its duration. */
function step(name, run) {
  const begin = performance.now();
  const done = run();
  console.log(`setup: ${name.padEnd(8)} ${done} (${((performance.now() - begin) / 1000).toFixed(1)} s)`);
}

function installPackages() {
  const lock = readFileSync(path('package-lock.json'));
  const digest = createHash('sha256').update(lock).digest('hex');
  const marker = path('node_modules', '.lethe-setup');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === digest) return 'up to date';
  if (!installedMatches(JSON.parse(lock))) {
    console.log('setup: packages npm ci, which can take minutes');
    run('npm', ['ci'], {
      what: 'npm ci failed',
      next: 'see the lines above; without a network, set "registry" in .npmrc to a mirror, or copy node_modules from a checkout of the same commit',
      shell: process.platform === 'win32',
    });
    writeFileSync(marker, digest);
    return 'installed';
  }
  writeFileSync(marker, digest);
  return 'already installed by npm';
}

/** Whether npm's own record says that exactly the packages of the lock file are installed. */
function installedMatches(lock) {
  const record = path('node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  return Object.entries(lock.packages).every(([location, wanted]) => {
    // The root, and the sources of workspace packages, which node_modules only links to.
    if (!location.includes('node_modules')) return true;
    const found = installed[location];
    if (found === undefined) return wanted.optional === true;
    return found.version === wanted.version && (found.integrity ?? wanted.integrity) === wanted.integrity;
  });
}

function build() {
  run(process.execPath, [path('tools', 'build.mjs')], {
    what: 'the sources do not compile',
    next: 'fix the errors above',
  });
  return 'compiled';
}

function provideNative() {
  if (process.env.LETHE_SKIP_NATIVE === '1') return 'skipped (LETHE_SKIP_NATIVE=1)';
  const provision = path('tools', 'native', 'dist', 'provision-cli.js');
  if (!existsSync(provision)) return 'skipped (not part of this checkout)';
  run(process.execPath, [provision], {
    what: 'the native library could not be provided',
    next: 'set LETHE_SKIP_NATIVE=1 to continue on wasm without it',
  });
  return 'checked';
}

/** Runs a command with this terminal; a failure ends the setup. */
function run(command, args, { what, next, shell = false }) {
  const { status, signal, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell });
  if (status === 0) return;
  // An interrupted child means that the user wants the setup to stop.
  if (signal === 'SIGINT' || signal === 'SIGTERM' || status === 130 || status === 143) {
    process.exit(signal === 'SIGTERM' || status === 143 ? 143 : 130);
  }
  fail(`setup: ${what}${error ? `: ${error.message}` : ''}`, next);
}

function fail(what, next) {
  console.error(`${what}\n  next:     ${next}`);
  process.exit(1);
}
