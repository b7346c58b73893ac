import { expect, it } from 'vitest';
import { countFindings } from './count-findings.js';

it('counts every verdict, in words that fit the numbers', () => {
  const of = (verdict: string | undefined, strength?: string) => ({ verdict, strength });
  expect(countFindings([of('differs', 'weak'), of(undefined)])).toBe(
    '1 finding: 0 reproduced, 0 contradicted, 1 differs, 0 inconclusive; 1 verdict is weak: it rests on fewer than 5 seeds; 1 prediction, which has no verdict',
  );
  expect(countFindings([of('reproduced', 'weak'), of('contradicted', 'weak'), of('inconclusive')])).toBe(
    '3 findings: 1 reproduced, 1 contradicted, 0 differs, 1 inconclusive; 2 verdicts are weak: they rest on fewer than 5 seeds',
  );
  expect(countFindings([of(undefined), of(undefined)])).toMatch(/^0 findings: .*; 2 predictions, which have/);
});
