#!/usr/bin/env node
// `npm start`: runs the quickstart through Nx, and prints its findings and the path of its report.
import { runChild } from './run-child.mjs';

const experiment = 'quickstart';
const args = [
  'run',
  `${experiment}:analyze`,
  '--output-style=stream-without-prefixes',
  ...process.argv.slice(2),
];
const smoke = /(^|\s)(-c|--configuration)[= ]smoke(\s|$)/.test(args.join(' '));

// Nx repeats what a task printed when it serves it from its cache, but not in every setting.
const report = /^report: .*report\.html$/m;
const { exitCode, stdout } = await runChild(
  ['node_modules/nx/dist/bin/nx.js', ...args],
  // Two seconds less before the first task begins.
  { NX_ISOLATE_PLUGINS: 'false' },
);
if (exitCode === 0 && !report.test(stdout)) {
  const profile = smoke ? 'smoke' : 'full';
  const findings = ['tools/cli/bin/lethe.mjs', 'findings', `experiments/${experiment}`, '--profile', profile];
  process.exitCode = (await runChild(findings)).exitCode;
} else process.exitCode = exitCode;
