import { expect, test } from 'vitest';
import { formatSections, number, quantileColumns, quantileRow, share } from './format-sections.js';
import { ValueCounts } from './quantiles.js';

test('columns are aligned, labels to the left and values to the right', () => {
  const rows = [
    ['a', '1', 'x'],
    ['bcd', '22', ''],
  ];
  expect(
    formatSections([
      { title: 'T', columns: ['n', 'name'], rows },
      { title: 'U', rows: [['e', 'f']] },
    ]),
  ).toBe(['T', '        n  name', '  a     1     x', '  bcd  22', '', 'U', '  e  f'].join('\n'));
});

test('numbers have as many digits as a reader needs', () => {
  expect([14267, 0.3928, 2.3067, 2441.28].map(number)).toEqual(['14,267', '0.393', '2.31', '2,441.3']);
  expect(share({ count: 1178, of: 1800 })).toBe('1,178 of 1,800 (65.4 %)');
  expect(share({ count: 0, of: 0 })).toBe('none');
});

test('quantiles are values that occur: the smallest that a share does not exceed', () => {
  const counts = new ValueCounts();
  for (let value = 100; value >= 1; value--) counts.add(value);
  const quantiles = counts.quantiles();
  expect(quantiles).toEqual({
    values: 100,
    mean: 50.5,
    at: { 0: 1, 0.01: 1, 0.1: 10, 0.25: 25, 0.5: 50, 0.75: 75, 0.9: 90, 0.99: 99, 1: 100 },
  });
  const columns = ['mean', 'min', '1 %', '10 %', '25 %', '50 %', '75 %', '90 %', '99 %', 'max'];
  expect(quantileColumns).toEqual(columns);
  expect(quantileRow('n', quantiles).slice(0, 4)).toEqual(['n', '50.50', '1', '1']);
});
