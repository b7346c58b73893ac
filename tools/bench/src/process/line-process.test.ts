import { expect, it } from 'vitest';
import { startLineProcess } from './line-process.js';

const ECHO = `
console.log('a line that is no answer');
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const question = JSON.parse(line);
  if (question.fail) { console.error('it broke'); process.exit(3); }
  console.log(JSON.stringify({ twice: 2 * question.value }));
});`;

it('answers question after question, and says how the process ended when it does not', async () => {
  const process = startLineProcess(globalThis.process.execPath, ['-e', ECHO]);
  expect(await process.ask({ value: 2 })).toEqual({ twice: 4 });
  expect(await process.ask({ value: 5 })).toEqual({ twice: 10 });
  await expect(process.ask({ fail: true })).rejects.toThrow(/ended with 3\nit broke/);
  await process.close();
});
