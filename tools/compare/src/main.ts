import { runCompare } from './run-compare.js';

process.exitCode = await runCompare(process.argv.slice(2), console.log, console.error);
