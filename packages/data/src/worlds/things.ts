import type { Random } from '@lethe/contracts';

const makes =
  'copper paper silver wooden glass iron velvet amber clay silk tin marble leather crimson golden hollow crooked broken painted woven folded striped waxen bronze woollen pearl carved gilded knotted rusty'.split(
    ' ',
  );
const objects =
  'kites lanterns ladders clocks drums sieves saddles candles baskets anchors mirrors spoons whistles hinges ropes buckles thimbles umbrellas compasses bellows kettles combs anvils puppets sundials pulleys barrels masks quills locks flutes gloves lenses beads bells pipes scales sails dice brooms'.split(
    ' ',
  );
const sizes = ['small', 'large', 'old', 'new', 'heavy', 'light', 'long', 'short'];

/** Kinds of things such as "copper kites", none twice; the background has no such words. */
export function createThings(random: Random): () => string {
  const pairs = makes.flatMap((make) => objects.map((object) => `${make} ${object}`));
  random.shuffle(pairs);
  let next = 0;
  return () => {
    let thing = pairs[next % pairs.length]!;
    // Once all pairs are used they come again with one size more, read as digits of the round.
    for (
      let round = Math.floor(next / pairs.length);
      round > 0;
      round = Math.floor((round - 1) / sizes.length)
    ) {
      thing = `${sizes[(round - 1) % sizes.length]} ${thing}`;
    }
    next++;
    return thing;
  };
}
