import { expect, it } from 'vitest';
import { type LineProcess, startLineProcess, takeTurns } from './line-process.js';

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

it('takes turns that begin with another process each round', async () => {
  const asked: string[] = [];
  const fake = (name: string): LineProcess => ({
    ask: async <T>(question: unknown) => {
      asked.push(`${name}${question}`);
      return `${name}${question}` as T;
    },
    close: async () => undefined,
  });
  const answers = await takeTurns<string>([fake('a'), fake('b'), fake('c')], 2, (round) => round);
  expect(asked).toEqual(['a0', 'b0', 'c0', 'b1', 'c1', 'a1']);
  expect(answers).toEqual([
    ['a0', 'b0', 'c0'],
    ['a1', 'b1', 'c1'],
  ]);
});
