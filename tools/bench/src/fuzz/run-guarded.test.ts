import { expect, it } from 'vitest';
import type { FuzzAnswer } from './fuzz-answer.js';
import { runGuarded } from './run-guarded.js';

const ANSWER: FuzzAnswer = { outcome: 'refused', peakMiB: 1 };

/** Runs a process that answers once and then does as `code` says. */
async function answers(code: string, limits: { seconds: number; MiB: number }, most = 9) {
  const script = `console.log('ready'); console.log('${JSON.stringify(ANSWER)}'); ${code}`;
  const seen: FuzzAnswer[] = [];
  const end = await runGuarded(['-e', script], limits, (answer) => seen.push(answer) < most);
  return { seen, end };
}

const generous = { seconds: 60, MiB: 1024 };

it('passes on what the process says, and lets it end', async () => {
  expect(await answers('', generous)).toEqual({ seen: [ANSWER], end: undefined });
});

it.each([
  ['works', 'for (;;);'],
  ['waits', 'setInterval(() => undefined, 1000)'],
])('ends a process that says nothing more and %s', async (_, code) => {
  const { seen, end } = await answers(code, { ...generous, seconds: 0.2 });
  expect(seen).toEqual([ANSWER]);
  expect(end).toEqual({ outcome: 'hang', what: 'no end after 0.2 s' });
});

it.each([
  ['buffers', 'const all = []; setInterval(() => all.push(Buffer.alloc(2 ** 24, 1)), 10)'],
  ['objects', 'const all = []; for (;;) all.push({ all })'],
])('ends a process that takes too much memory in %s', async (_, code) => {
  const { end } = await answers(code, { ...generous, MiB: 200 });
  expect(end).toEqual({ outcome: 'memory', what: 'memory above 200 MiB' });
});

it('says how a process ended that broke off, and stops one when told to', async () => {
  const { end } = await answers("throw new TypeError('broken')", generous);
  expect(end).toEqual({ outcome: 'crash', what: 'ended with 1: TypeError: broken' });
  expect(await answers('setInterval(() => undefined, 1000)', generous, 1)).toEqual({
    seen: [ANSWER],
    end: undefined,
  });
  await expect(runGuarded(['-e', 'nothing.here'], generous, () => true)).rejects.toThrow(
    /nothing is not defined/,
  );
});
