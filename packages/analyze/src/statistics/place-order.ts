/**
 * Puts the order statistic of a rank at its place, smaller values before it and larger ones behind (Hoare's
 * quickselect, with the median of three as pivot): a few of them cost a small part of sorting.
 * @param values without NaN; reordered
 * @param rank 0 for the smallest
 * @param from values before this place are known to be smaller and left alone
 * @returns the value
 */
export function placeOrder(values: Float64Array, rank: number, from = 0): number {
  let low = from;
  let high = values.length - 1;
  while (low < high) {
    const pivot = medianOfThree(values[low]!, values[(low + high) >>> 1]!, values[high]!);
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const held = values[i]!;
      values[i++] = values[j]!;
      values[j--] = held;
    }
    if (rank <= j) high = j;
    else if (rank >= i) low = i;
    else break;
  }
  return values[rank]!;
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
