#!/usr/bin/env node
// Committed as plain JavaScript, so that it exists before the build and can say what is missing.
import { existsSync } from 'node:fs';

const built = new URL('../dist/main.js', import.meta.url);
const notBuilt = (reason) => {
  process.stderr.write(`lethe is not built${reason}\n  next:     npm run setup\n`);
  process.exitCode = 2;
};

if (existsSync(built)) {
  let main;
  try {
    ({ main } = await import(built.href));
  } catch (error) {
    const half = error?.code === 'ERR_MODULE_NOT_FOUND';
    if (!half) throw error;
    notBuilt(`: ${error.message.split('\n')[0]}`);
  }
  await main?.(process.argv.slice(2));
} else notBuilt('');
