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
    const reason = error?.message?.split('\n')[0];
    if (error?.code === 'ERR_MODULE_NOT_FOUND') notBuilt(`: ${reason}`);
    // Before anything is loaded that could tell it better.
    else if (error?.code === 'EMFILE' || error?.code === 'ENFILE') {
      const next = 'raise the limit and run it again: ulimit -n 4096';
      process.stderr.write(
        `too few files may be open at a time\n  found:    ${reason}\n  next:     ${next}\n`,
      );
      process.exitCode = 2;
    } else throw error;
  }
  await main?.(process.argv.slice(2));
} else notBuilt('');
