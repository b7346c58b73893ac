import { expect, it } from 'vitest';
import * as z from 'zod';
import { schemaMistakes } from './schema-mistakes.js';

const numbers = z.strictObject({ list: z.array(z.number()).optional() });
const mistakesOf = (value: unknown): string => schemaMistakes(numbers.safeParse(value).error!);

it('names few mistakes as zod does, and the first of many with their number', () => {
  const few = numbers.safeParse({ list: ['a', 1, 'b'] }).error!;
  expect(schemaMistakes(few)).toBe(z.prettifyError(few));
  const many = mistakesOf({ list: Array(1000).fill('a') }).split('\n');
  expect(many).toHaveLength(21);
  expect(many.at(-1)).toBe('... and 990 more');
  expect(many[19]).toContain('list[9]');
});

it('names no key of megabytes', () => {
  expect(mistakesOf({ ['x'.repeat(1_000_000)]: 1 })).toMatch(/x\.\.\. \(\d+ characters\)$/);
  const byKey = z.record(z.string(), z.int()).safeParse({ ['x'.repeat(1_000_000)]: 'a' }).error!;
  expect(schemaMistakes(byKey).length).toBeLessThan(1000);
});
