import { expect, it } from 'vitest';
import { figuresIn, fillParts, partsIn, tablesIn } from './page-parts.js';

const page = `# Title

By hand.

<!-- results: claims F1 F2b -->

old

<!-- end of results -->

More by hand. ![A figure](one/g0-retention.svg) ![Elsewhere](../images/x.svg) ![Deeper](one/more/y.svg)
<!-- results: table fits run law -->
<!-- end of results -->
`;

it('are filled between their marks, and nothing else changes', () => {
  const filled = fillParts(page, 'page.md', ({ name, words }) => `${name}: ${words.join('+')}`);
  expect(filled).toBe(
    page.replace('old', 'claims: F1+F2b').replace('law -->\n', 'law -->\n\ntable: fits+run+law\n\n'),
  );
  expect(fillParts(filled, 'page.md', ({ name, words }) => `${name}: ${words.join('+')}`)).toBe(filled);
  expect(fillParts(page, 'page.md', () => '')).toContain('F2b -->\n<!-- end of results -->');
});

it('name the tables and figures that a result takes along', () => {
  expect(partsIn(page, 'page.md').map(({ name }) => name)).toEqual(['claims', 'table']);
  expect(tablesIn(page, 'page.md')).toEqual([{ key: 'fits run law', name: 'fits', columns: ['run', 'law'] }]);
  expect(figuresIn(page, 'one')).toEqual(['g0-retention']);
});

it('are refused without an end, with the line at which they begin', () => {
  const open = '# T\n\n<!-- results: claims -->\n\n<!-- results: run -->\n<!-- end of results -->\n';
  expect(() => fillParts(open, 'page.md', () => '')).toThrow(/page\.md:3: a generated part has no end/);
  expect(() => partsIn('<!-- results: claims -->\n', 'page.md')).toThrow(/page\.md:1:/);
});
