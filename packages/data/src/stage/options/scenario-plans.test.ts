import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createOrder } from '../inject/testing/create-order.js';
import { dataSpec } from './data.js';
import { spacingOf } from './scenario-plans.js';
import { injectionSteps, type ListedSpacing } from './spacing.js';

const stepsOf = (scenario: string, injection: Record<string, unknown>) =>
  injectionSteps(spacingOf(createOrder(injection).injection, scenario) as ListedSpacing);

test('plans of other spacings end at the same step', () => {
  const scenarios = Object.fromEntries([10, 40, 160].map((interval) => [`s${interval}`, { interval }]));
  const injection = { end: 900, count: 6, scenarios };
  expect(stepsOf('s10', injection)).toEqual([850, 860, 870, 880, 890, 900]);
  expect(stepsOf('s40', injection)).toEqual([700, 740, 780, 820, 860, 900]);
  expect(stepsOf('s160', injection)).toEqual([100, 260, 420, 580, 740, 900]);
  expect(stepsOf('duplication', injection)).toEqual([400, 500, 600, 700, 800, 900]);
});

test.each<[string, Record<string, unknown>, Record<string, unknown>, number[]]>([
  ['nothing', { start: 5, interval: 10, count: 3 }, {}, [5, 15, 25]],
  ['the start', { start: 5, interval: 10, count: 3 }, { start: 7 }, [7, 17, 27]],
  ['the end', { start: 5, interval: 10, count: 3 }, { end: 100 }, [80, 90, 100]],
  ['the end, of intervals', { start: 5, intervals: [10, 20] }, { end: 100 }, [70, 80, 100]],
  ['the start, of a list', { steps: [5, 9, 20] }, { start: 6 }, [6, 10, 21]],
  ['the start, of one step', { steps: [5] }, { start: 6 }, [6]],
  ['the count', { start: 5, interval: 10, count: 3 }, { count: 2 }, [5, 15]],
  ['the count, before an end', { end: 100, interval: 10, count: 3 }, { count: 2 }, [90, 100]],
  ['the count, of intervals', { start: 5, intervals: [10, 20] }, { interval: 3, count: 3 }, [5, 8, 11]],
  ['the interval', { start: 5, interval: 10, count: 3 }, { interval: 3 }, [5, 8, 11]],
  ['intervals', { start: 5, interval: 10, count: 3 }, { intervals: [1, 2] }, [5, 6, 8]],
  ['intervals, before an end', { end: 100, interval: 10, count: 3 }, { intervals: [1, 2] }, [97, 98, 100]],
  ['a start, against an end', { end: 100, interval: 10, count: 3 }, { start: 4 }, [4, 14, 24]],
  ['the steps', { start: 5, interval: 10, count: 3 }, { steps: [1, 50] }, [1, 50]],
])('a plan that states %s', (_, common, own, steps) => {
  expect(stepsOf('other', { ...common, scenarios: { other: own } })).toEqual(steps);
});

test.each<[Record<string, unknown>, number[]]>([
  [{}, [5]],
  [{ start: 8 }, [8]],
  [{ end: 8 }, [8]],
  [{ steps: [8] }, [8]],
])('once is met once with %j', (once, steps) => {
  expect(stepsOf('once', { start: 5, interval: 10, count: 3, scenarios: { once } })).toEqual(steps);
});

test.each<[string, Record<string, unknown>, unknown]>([
  ['a window', { window: [0, 0.5] }, { window: [0, 0.5], count: 4 }],
  ['a window and its count', { window: [0, 0.5], count: 2 }, { window: [0, 0.5], count: 2 }],
  ['the count', { count: 64 }, { window: [0.25, 1], count: 64 }],
  ['nothing', {}, { window: [0.25, 1], count: 4 }],
  ['a start', { start: 5 }, { start: 5, interval: 100, count: 4 }],
  ['an end', { end: 900, interval: 10 }, { start: 870, interval: 10, count: 4 }],
  ['steps', { steps: [4, 9] }, { steps: [4, 9], start: 4, count: 2 }],
])('beside a window, a plan that states %s', (_, own, expected) => {
  const { injection } = createOrder({ window: [0.25, 1], count: 4, scenarios: { own } });
  expect(spacingOf(injection, 'own')).toMatchObject(expected as object);
  expect(spacingOf(injection, 'duplication')).toEqual({ window: [0.25, 1], count: 4 });
  expect(spacingOf(injection, 'once')).toEqual({ window: [0.25, 1], count: 1 });
  expect(dataSpec.shape.order.parse(createOrder(injection))).toEqual(createOrder(injection));
});

test('a plan may be a window beside a common plan that is none', () => {
  const { injection } = createOrder({ start: 0, scenarios: { d4: { window: [0, 1], count: 4 } } });
  expect(spacingOf(injection, 'd4')).toEqual({ window: [0, 1], count: 4 });
  expect(injection).toMatchObject({ start: 0, interval: 100, count: 10 });
});

test('a spec with its defaults filled in parses again to the same', () => {
  const size = fc.integer({ min: 1, max: 20 });
  fc.assert(
    fc.property(size, size, size, fc.integer({ min: 500, max: 900 }), (interval, count, own, end) => {
      const scenarios = { other: { interval: own }, late: { end: 950 }, known: 'told' };
      const order = createOrder({ end, interval, count, factsPerStep: 2, spread: 30, scenarios });
      expect(order.injection.start).toBe(end - (count - 1) * interval);
      expect(dataSpec.shape.order.parse(order)).toEqual(order);
    }),
  );
});

const path = (...keys: (string | number)[]) => ['injection', 'scenarios', ...keys];

test.each([
  [{ end: 50 }, ['injection', 'end'], /at least 900, .* found 50/],
  [{ start: 5, end: 50, count: 2 }, ['injection', 'end'], /start 5 says .* 105; leave out/],
  [{ steps: [1, 2], end: 2 }, ['injection', 'end'], /steps already says/],
  [{ start: 0, spread: 5 }, ['injection', 'spread'], /expected factsPerStep/],
  [{ start: 0, scenarios: { control: {} } }, path('control'), /never injected/],
  [{ start: 0, scenarios: { control: 'told' } }, path('control'), /never injected/],
  [{ start: 0, scenarios: { background: {} } }, path('background'), /expected told or mentioned/],
  [{ start: 0, scenarios: { s: { end: 5 } } }, path('s', 'end'), /at least 900, .* found 5/],
  [{ start: 0, scenarios: { s: { start: 1, end: 5 } } }, path('s', 'end'), /leave out start or end/],
  [{ start: 0, scenarios: { s: { spread: 5 } } }, path('s', 'spread'), /expected factsPerStep/],
  [{ start: 0, scenarios: { s: { steps: [4, 3] } } }, path('s', 'steps', 1), /more than 4/],
  [{ start: 0, scenarios: { s: { steps: [4], intervals: [3] } } }, path('s', 'intervals'), /leave out one/],
  [{ steps: [1, 7], scenarios: { s: { count: 3 } } }, path('s', 'interval'), /the common plan is a list/],
  [{ start: 0, scenarios: { once: { count: 3 } } }, path('once', 'count'), /once is injected once/],
  [{ start: 0, scenarios: { once: { steps: [1, 3] } } }, path('once', 'steps'), /one step/],
  [{ start: 0, scenarios: { once: { start: 1, end: 3 } } }, path('once', 'end'), /start already says when/],
  [{ start: 0, scenarios: { s: 'untold' } }, path('s'), /expected a plan, .*, told or mentioned/],
  [{ start: 0, scenarios: { s: { interval: 0 } } }, path('s', 'interval'), />0/],
  [{ end: 900, scenarios: { s: { interval: 200 } } }, path('s'), /^end, of the common plan: .* 1800, /],
  [{ start: 0, scenarios: { s: 'told' }, variants: { s: 'text' } }, ['injection', 'variants', 's'], /never/],
  [
    { start: 0, scenarios: { s: { interval: 200 } } },
    path('s'),
    /order.steps > 1800, .* scenario s, found 1000/,
  ],
  [{ start: 0, factsPerStep: 1, scenarios: { s: { spread: 101 } } }, path('s'), /order.steps > 1000/],
  [{ window: [0.5, 0.5] }, ['injection', 'window', 1], /more than 0.5, where the window begins, found 0.5/],
  [{ window: [0, 1], start: 3 }, ['injection', 'start'], /window already says when/],
  [{ window: [0, 1], steps: [3] }, ['injection', 'steps'], /window already says when/],
  [{ window: [0, 1], spread: 3, factsPerStep: 1 }, ['injection', 'spread'], /leave out spread/],
  [{ window: [0, 1], factsPerStep: 1 }, ['injection', 'factsPerStep'], /leave out factsPerStep/],
  [{ window: [0, 1.5] }, ['injection', 'window', 1], /<=1/],
  [
    { window: [0.5, 0.504], count: 5 },
    ['injection', 'count'],
    /count <= 4, the steps of the window, found 5/,
  ],
  [{ start: 0, scenarios: { s: { window: [0, 1], end: 9 } } }, path('s', 'end'), /window already says/],
  [{ start: 0, scenarios: { s: { window: [1, 0.5] } } }, path('s', 'window', 1), /more than 1/],
  [
    { start: 0, scenarios: { s: { window: [0, 0.01], count: 11 } } },
    path('s'),
    /<= 10, .* of scenario s, found 11/,
  ],
  [
    { start: 0, scenarios: { once: { window: [0, 1], count: 2 } } },
    path('once', 'count'),
    /once is injected/,
  ],
  [{ start: 0, scenarios: { once: { window: [0, 1], start: 2 } } }, path('once', 'start'), /window already/],
  [{ window: [0, 1], scenarios: { s: { interval: 5 } } }, path('s'), /start or end too/],
  [
    { window: [0, 1], factsPerStep: 1, scenarios: { s: { spread: 2 } } },
    path('s', 'spread'),
    /window already says/,
  ],
  [{ start: 0, count: 1e11 }, ['steps'], /steps > 9999999999900/],
])('%j is refused where it stands', (injection, where, message) => {
  const parsed = dataSpec.shape.order.safeParse({ steps: 1000, batchSize: 4, injection });
  expect(parsed.error?.issues.map((issue) => issue.path)).toEqual([where]);
  expect(parsed.error!.issues[0]!.message).toMatch(message);
});

test('facts of a scenario without a plan are refused', () => {
  const config = (scenarios: Record<string, number>) => ({
    facts: { source: 'generated', scenarios },
    background: { source: 'generated', documents: 1 },
    tokenizer: { type: 'bytes' },
    sequenceLength: 8,
    order: { steps: 50, batchSize: 1, injection: { start: 0, count: 1, scenarios: { own: {} } } },
  });
  expect(dataSpec.parse(config({ own: 2 })).facts.scenarios).toMatchObject({ own: 2, once: 0 });
  expect(dataSpec.safeParse(config({ onw: 2 })).error?.issues).toMatchObject([
    { path: ['facts', 'scenarios', 'onw'], message: expect.stringMatching(/once, .* found onw/) },
  ]);
});
