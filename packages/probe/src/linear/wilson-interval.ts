/** Two-sided 95 % point of the standard normal distribution. */
const Z = 1.959963984540054;

/**
 * The 95 % interval of a share of independent yes-or-no outcomes (Wilson 1927): unlike the plain normal one it stays
 * within 0 and 1, and does not collapse where all outcomes agree.
 * @param right how many are yes, out of `count` of at least 1
 */
export function wilsonInterval(right: number, count: number): { low: number; high: number } {
  const share = right / count;
  const square = Z * Z;
  const centre = (share + square / (2 * count)) / (1 + square / count);
  const half =
    (Z / (1 + square / count)) * Math.sqrt((share * (1 - share)) / count + square / (4 * count * count));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
