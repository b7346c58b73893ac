#!/usr/bin/env node
// `npm run build`: compiles every package, then bundles the page of the report; quick where nothing has changed.
import { spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import { join, resolve } from 'node:path';
import bundlePage from '../packages/analyze/src/page/bundle.mjs';
import { forgetStaleBuilds } from './forget-stale-builds.mjs';

const root = resolve(import.meta.dirname, '..');
const succeed = forgetStaleBuilds(root);
const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const { status, signal } = spawnSync(process.execPath, [compiler, '-b'], { cwd: root, stdio: 'inherit' });
if (status === 0) {
  succeed();
  await bundlePage();
} else process.exitCode = status ?? 128 + constants.signals[signal];
