#!/usr/bin/env node
// `npm test`: unit tests, then end-to-end tests; the last line gives the totals of both. Further arguments go
// to vitest: `npm test -- plan-experiment` runs the test files with that in their path.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChild } from './run-child.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'lethe-test-'));
const totals = { passed: 0, failed: 0, skipped: 0 };
let exitCode = 0;
try {
  for (const [name, config] of [
    ['unit', 'vitest.config.ts'],
    ['e2e', 'e2e/vitest.config.ts'],
  ]) {
    console.log(`\n== ${name} tests`);
    const file = join(scratch, `${name}.json`);
    const { exitCode: code } = await runChild([
      'node_modules/vitest/vitest.mjs',
      'run',
      `--config=${config}`,
      '--passWithNoTests',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
      ...process.argv.slice(2),
    ]);
    count(file, code);
    exitCode ||= code;
    if (code >= 128) break;
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
console.log(`${totals.passed} passed, ${totals.failed} failed${skipped}`);
// A mistyped filter must not look like success.
process.exitCode = exitCode || (totals.passed + totals.failed + totals.skipped === 0 ? 1 : 0);

/** Adds one run to the totals. A run that failed without a failed test counts as one failure: no 0 hides it. */
function count(file, code) {
  let failed = 0;
  if (existsSync(file)) {
    const results = JSON.parse(readFileSync(file, 'utf8'));
    totals.passed += results.numPassedTests;
    totals.skipped += results.numPendingTests + results.numTodoTests;
    // A file that cannot be loaded has no tests.
    const broken = results.testResults.filter(
      ({ status, assertionResults }) =>
        status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
    );
    failed = results.numFailedTests + broken.length;
  }
  totals.failed += code !== 0 && failed === 0 ? 1 : failed;
}
