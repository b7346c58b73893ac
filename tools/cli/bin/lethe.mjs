#!/usr/bin/env node
// Committed as plain JavaScript, so that it exists before the build and can say what is missing.
import { closeSync, existsSync, openSync } from 'node:fs';

const built = new URL('../dist/main.js', import.meta.url);
const notBuilt = (reason) => {
  process.stderr.write(`lethe is not built${reason}\n  next:     npm run setup\n`);
  process.exitCode = 2;
};

/** As many files as the modules of a command, which are opened at the same time. */
const FILES = 256;

/** Why fewer may be open, if so: where a package.json cannot be opened, Node says that there is no such package. */
function tooFewFiles(error) {
  if (error?.code === 'EMFILE' || error?.code === 'ENFILE') return error.message.split('\n')[0];
  const open = [];
  try {
    while (open.length < FILES) open.push(openSync(built));
    return undefined;
  } catch ({ message }) {
    return message;
  } finally {
    for (const file of open) closeSync(file);
  }
}

if (existsSync(built)) {
  let main;
  try {
    ({ main } = await import(built.href));
  } catch (error) {
    const files = tooFewFiles(error);
    // Before anything is loaded that could tell it better.
    if (files !== undefined) {
      const next = 'raise the limit and run it again: ulimit -n 4096';
      process.stderr.write(
        `too few files may be open at a time\n  found:    ${files}\n  next:     ${next}\n`,
      );
      process.exitCode = 2;
    } else if (error?.code === 'ERR_MODULE_NOT_FOUND') notBuilt(`: ${error.message.split('\n')[0]}`);
    else throw error;
  }
  await main?.(process.argv.slice(2));
} else notBuilt('');
