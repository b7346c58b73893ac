/** Bernoulli numbers B_2k / (2k)!, k = 1 .. 7. */
const CORRECTIONS = [
  1 / 12,
  -1 / 720,
  1 / 30240,
  -1 / 1209600,
  1 / 47900160,
  -691 / 1307674368000,
  1 / 74724249600,
];
const TERMS = 12;

/**
 * Sum of (a + k)^-s over k = 0, 1, 2, ... by Euler-Maclaurin summation, to about 14 digits.
 * @param s above 1: elsewhere the sum is infinite
 * @param a above 0
 */
export function hurwitzZeta(s: number, a: number): number {
  if (s <= 1) return Number.POSITIVE_INFINITY;
  let sum = 0;
  for (let k = 0; k < TERMS; k++) sum += (a + k) ** -s;
  const x = a + TERMS;
  sum += x ** (1 - s) / (s - 1) + x ** -s / 2;
  let factor = s * x ** (-s - 1);
  CORRECTIONS.forEach((correction, k) => {
    sum += correction * factor;
    factor *= ((s + 2 * k + 1) * (s + 2 * k + 2)) / (x * x);
  });
  return sum;
}
