const SMALLEST = 12;
/** Of Stirling's series in 1/x, 1/x^3, ... */
const COEFFICIENTS = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188];

/** ln Gamma(x), x > 0, to about 14 digits: Stirling's series, reached by Gamma(x) = Gamma(x + 1) / x. */
export function logGamma(x: number): number {
  let below = 0;
  let y = x;
  while (y < SMALLEST) below += Math.log(y++);
  let series = 0;
  COEFFICIENTS.forEach((coefficient, k) => {
    series += coefficient / y ** (2 * k + 1);
  });
  return (y - 0.5) * Math.log(y) - y + Math.log(2 * Math.PI) / 2 + series - below;
}
