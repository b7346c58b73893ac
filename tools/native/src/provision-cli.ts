#!/usr/bin/env node
import { runProvisionCli } from './run-provision-cli.js';

// Leaving through process.exit runs the handlers that stop downloads and release the lock.
for (const [signal, status] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.on(signal, () => process.exit(status));
}
process.exitCode = await runProvisionCli(process.argv.slice(2), process.stdout, process.stderr);
