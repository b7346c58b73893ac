import { expect, it } from 'vitest';
import { createWaitForAll, type WaitForAll } from './wait-for-all.js';

/** Asks for something by name, and writes down with whom it was served. */
function asker(waiting: WaitForAll, served: string[]) {
  return (member: number, group: string, priority = 0): Promise<string> =>
    waiting.ask(member, {
      group,
      priority,
      asked: `${group}${member}`,
      async serve(requests) {
        served.push(`${group}: ${requests.map(({ member: other }) => other).join(' ')}`);
        return requests.map(({ asked }) => ({ answer: `${asked}!` }));
      },
    });
}

it('serves at once what all ask for, and answers each with its own', async () => {
  const waiting = createWaitForAll(3);
  const served: string[] = [];
  const ask = asker(waiting, served);
  const results = await Promise.all(
    [0, 1, 2].map(async (member) => [await ask(member, 'a'), await ask(member, 'b')]),
  );
  expect(served).toEqual(['a: 0 1 2', 'b: 0 1 2']);
  expect(results).toEqual([0, 1, 2].map((member) => [`a${member}!`, `b${member}!`]));
});

it('waits for a member that does something else first', async () => {
  const waiting = createWaitForAll(2);
  const served: string[] = [];
  const ask = asker(waiting, served);
  const slow = async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(served).toEqual([]);
    return ask(1, 'a');
  };
  await Promise.all([ask(0, 'a'), slow()]);
  expect(served).toEqual(['a: 0 1']);
});

it('serves the lowest priority first, so that the others catch up', async () => {
  const waiting = createWaitForAll(3);
  const served: string[] = [];
  const ask = asker(waiting, served);
  const measured = async (member: number) => {
    await ask(member, 'measure', 0);
    await ask(member, 'update', 1);
  };
  await Promise.all([measured(0), ask(1, 'update', 1), measured(2)]);
  expect(served).toEqual(['measure: 0 2', 'update: 0 1 2']);
});

it('serves the larger of two groups first, and none waits for ever', async () => {
  const waiting = createWaitForAll(3);
  const served: string[] = [];
  const ask = asker(waiting, served);
  const run = async (member: number, groups: string[]) => {
    for (const group of groups) await ask(member, group);
    waiting.leave(member);
  };
  await Promise.all([run(0, ['a', 'b', 'c']), run(1, ['b', 'c']), run(2, ['b', 'd'])]);
  expect(served).toEqual(['b: 1 2', 'a: 0', 'b: 0', 'c: 0 1', 'd: 2']);
});

it('does not wait for members that have left', async () => {
  const waiting = createWaitForAll(3);
  const served: string[] = [];
  const ask = asker(waiting, served);
  const answer = ask(0, 'a');
  waiting.leave(2);
  waiting.leave(1);
  expect(await answer).toBe('a0!');
});

it('gives each of a group its own answer or error', async () => {
  const waiting = createWaitForAll(2);
  const asking = (member: number) =>
    waiting.ask(member, {
      group: 'a',
      priority: 0,
      asked: member,
      serve: async (requests) =>
        requests.map(({ asked }) => (asked === 0 ? { error: new Error('too large') } : { answer: 'done' })),
    });
  const [first, second] = await Promise.allSettled([asking(0), asking(1)]);
  expect((first as PromiseRejectedResult).reason.message).toBe('too large');
  expect(second).toEqual({ status: 'fulfilled', value: 'done' });
});

it('gives the error of a group to all of it, and goes on', async () => {
  const waiting = createWaitForAll(2);
  const failing = (member: number) =>
    waiting.ask(member, {
      group: 'a',
      priority: 0,
      asked: 0,
      serve: () => Promise.reject(new Error('no memory')),
    });
  const results = await Promise.allSettled([failing(0), failing(1)]);
  expect(results.map((result) => (result as PromiseRejectedResult).reason.message)).toEqual([
    'no memory',
    'no memory',
  ]);
  const ask = asker(waiting, []);
  expect(await Promise.all([ask(0, 'b'), ask(1, 'b')])).toEqual(['b0!', 'b1!']);
});
