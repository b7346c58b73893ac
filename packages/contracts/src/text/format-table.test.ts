import { expect, test } from 'vitest';
import { formatTable } from './format-table.js';

test('columns are as wide as their longest cell, and no line ends in white space', () => {
  const rows = [
    ['name', 'count', ''],
    ['a', '1', 'first'],
    ['long name', '1,000'],
  ];
  expect(formatTable(rows, ['left', 'right'])).toBe(
    ['name       count', 'a              1  first', 'long name  1,000'].join('\n'),
  );
  expect(formatTable([])).toBe('');
});
