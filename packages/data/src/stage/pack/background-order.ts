import { createRandom } from '@lethe/contracts';

/**
 * Which background row comes at each place of the training stream: every epoch has another random order of all rows.
 * It depends on the seed and the number of rows alone, so runs with other injections, or none, see the same
 * background.
 * @returns a function from the place (step x batch size + row of the batch) to the row of the sequences table
 */
export function createBackgroundOrder(rows: number, seed: number): (place: number) => number {
  let epoch = -1;
  const permutation = new Int32Array(rows);
  return (place) => {
    const wanted = Math.floor(place / rows);
    if (wanted !== epoch) {
      for (let i = 0; i < rows; i++) permutation[i] = i;
      createRandom(seed, 'data/order/epoch', wanted).shuffle(permutation);
      epoch = wanted;
    }
    return permutation[place % rows]!;
  };
}
