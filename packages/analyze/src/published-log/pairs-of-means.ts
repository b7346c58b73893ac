const bits = new Int32Array(1);
const float = new Float32Array(bits.buffer);

/** The float32 at or above a number that is not positive. */
function atOrAbove(value: number): number {
  float[0] = value;
  if (float[0] < value) bits[0]!--;
  return float[0];
}

/**
 * Token log-probabilities whose mean is a known one: the log has means alone, and a float32 would lose a share of
 * 1e-7 of them, which ratios of small gains make much of. So each probe is given two tokens: nearly the whole sum,
 * and what float32 rounds off it.
 * @param losses Float64Array [probes], mean cross-entropy, 0 or more, nats per token
 * @returns Float32Array [2 * probes]; the mean of each pair is minus the loss, to 1e-14 of it
 */
export function pairsOfMeans(losses: Float64Array): Float32Array {
  const pairs = new Float32Array(2 * losses.length);
  losses.forEach((loss, i) => {
    const sum = -2 * loss;
    pairs[2 * i] = atOrAbove(sum);
    pairs[2 * i + 1] = sum - pairs[2 * i]!;
  });
  return pairs;
}
