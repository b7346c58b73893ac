const SMALLEST = 12;
const HALF_LOG_TWO_PI = Math.log(2 * Math.PI) / 2;

/** ln Gamma(x), x > 0, to about 14 digits: Stirling's series, reached by Gamma(x) = Gamma(x + 1) / x. */
export function logGamma(x: number): number {
  let product = 1;
  let y = x;
  while (y < SMALLEST) product *= y++;
  const z = 1 / (y * y);
  const series = (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z / 1188)))) / y;
  return (y - 0.5) * Math.log(y) - y + HALF_LOG_TWO_PI + series - Math.log(product);
}
