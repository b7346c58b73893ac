import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DataSpec, dataSpec } from '../options/data.js';
import { injectionSteps, type ListedSpacing } from '../options/spacing.js';
import { createOrder } from './testing/create-order.js';

const stepsOf = (injection: Record<string, unknown>, steps?: number) =>
  listOf(createOrder(injection, steps === undefined ? {} : { steps }));
const listOf = ({ injection }: DataSpec['order']) => injectionSteps(injection as ListedSpacing);

test('the schedule of the paper is the default', () => {
  expect(stepsOf({ start: 0 })).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
});

test('the three forms say when facts are injected', () => {
  expect(stepsOf({ start: 5, interval: 7, count: 3 })).toEqual([5, 12, 19]);
  expect(stepsOf({ start: 5, intervals: [10, 20, 40, 80] })).toEqual([5, 15, 35, 75, 155]);
  expect(stepsOf({ steps: [3, 4, 90] })).toEqual([3, 4, 90]);
  expect(stepsOf({ steps: [7] })).toEqual([7]);
});

test('a spec with its defaults filled in parses again to the same', () => {
  const list = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(fc.nat(9), list, (start, intervals) => {
      const expanding = createOrder({ start, intervals });
      expect(dataSpec.shape.order.parse(expanding)).toEqual(expanding);
      const listed = createOrder({ steps: listOf(expanding) });
      expect(dataSpec.shape.order.parse(listed)).toEqual(listed);
      expect(listOf(listed)).toEqual(listOf(expanding));
      expect(listed.injection).toMatchObject({
        start,
        interval: Math.min(...intervals),
        count: intervals.length + 1,
      });
    }),
  );
});

test('a single step may say over how many steps its groups are spread', () => {
  expect(createOrder({ steps: [7], interval: 30, factsPerStep: 2 }).injection).toMatchObject({
    start: 7,
    interval: 30,
    count: 1,
  });
});

test.each([
  [{}, ['injection', 'start'], /start or end, a list of steps or a window/],
  [{ steps: [5, 9, 9] }, ['injection', 'steps', 2], /more than 9/],
  [{ steps: [5, 9], start: 4 }, ['injection', 'start'], /steps already says when/],
  [{ steps: [5, 9], count: 3 }, ['injection', 'count'], /leave out count/],
  [{ steps: [5, 9], intervals: [4] }, ['injection', 'intervals'], /leave out one/],
  [{ start: 5, intervals: [4], interval: 5 }, ['injection', 'interval'], /intervals already says when/],
  [{ start: 5, intervals: [4], count: 10 }, ['injection', 'count'], /intervals already says when/],
  [{ steps: [] }, ['injection', 'steps'], /./],
  [{ start: 0, intervals: [0] }, ['injection', 'intervals', 0], /./],
  [{ start: 0, at: 0.5 }, ['injection', 'at'], /placement replace, found prepend/],
  [{ start: 0, variants: { control: 'text' } }, ['injection', 'variants', 'control'], /never injected/],
  [{ start: 0, variants: { background: 'text' } }, ['injection', 'variants', 'background'], /never injected/],
  [{ start: 0, variants: { once: 'sometimes' } }, ['injection', 'variants', 'once'], /text-first/],
  [{ start: 0, row: 'last' }, ['injection', 'row'], /spread/],
  [{ start: 0, rotation: -1 }, ['injection', 'rotation'], /./],
  [{ start: 100 }, ['steps'], /beyond the last step: expected steps > 1000, .* found 1000/],
  [{ steps: [1, 1000] }, ['steps'], /steps > 1000/],
  [{ start: 1, intervals: [900, 99] }, ['steps'], /steps > 1000/],
  [{ start: 1, intervals: [900, 50], factsPerStep: 1 }, ['steps'], /steps > 1000/],
])('%j is refused where it stands', (injection, path, message) => {
  const parsed = dataSpec.shape.order.safeParse({ steps: 1000, batchSize: 4, injection });
  expect(parsed.error?.issues.map((issue) => issue.path)).toEqual([path]);
  expect(parsed.error!.issues[0]!.message).toMatch(message);
});

test('the last step may be the last injection', () => {
  expect(stepsOf({ start: 99 })).toHaveLength(10);
  expect(stepsOf({ start: 1, intervals: [900, 98] })).toHaveLength(3);
  expect(stepsOf({ start: 1, intervals: [900, 49], factsPerStep: 1 })).toHaveLength(3);
});
