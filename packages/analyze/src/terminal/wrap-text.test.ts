import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wrapText } from './wrap-text.js';

it('breaks lines at spaces, and indents them by what the first begins with', () => {
  expect(wrapText('one two three four', 12, 'F1  ')).toBe('F1  one two\n    three\n    four');
  expect(wrapText('a wordlongerthanaline b', 8)).toBe('a\nwordlongerthanaline\nb');
  expect(wrapText('', 8, 'F1  ')).toBe('F1');
});

it('keeps every word in lines that are as long as they may be (property)', () => {
  const words = fc.array(fc.stringMatching(/^[!-~]{1,12}$/), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(words, fc.integer({ min: 16, max: 60 }), (list, width) => {
      const lines = wrapText(list.join(' '), width, '>>> ').split('\n');
      expect(lines.map((line) => line.slice(4)).join(' ')).toBe(list.join(' '));
      for (const [i, line] of lines.entries()) {
        expect(line.length).toBeLessThanOrEqual(width);
        expect(line.slice(0, 4)).toBe(i === 0 ? '>>> ' : '    ');
        const next = lines[i + 1]?.slice(4).split(' ')[0];
        if (next !== undefined) expect(line.length + 1 + next.length).toBeGreaterThan(width);
      }
    }),
  );
});
