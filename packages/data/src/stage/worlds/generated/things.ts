import type { Random } from '@lethe/contracts';

const split = (words: string): string[] => words.split(' ');

// Worlds of up to 1,200 things use the first lists alone; the second come after them, for thousands of facts.
const firstMakes = split(
  'copper paper silver wooden glass iron velvet amber clay silk tin marble leather crimson golden hollow crooked broken painted woven folded striped waxen bronze woollen pearl carved gilded knotted rusty',
);
const firstObjects = split(
  'kites lanterns ladders clocks drums sieves saddles candles baskets anchors mirrors spoons whistles hinges ropes buckles thimbles umbrellas compasses bellows kettles combs anvils puppets sundials pulleys barrels masks quills locks flutes gloves lenses beads bells pipes scales sails dice brooms',
);
const secondMakes = split(
  'agate alabaster azure beaded bent birchen blunt braided bristly burnished cast chalky charred chequered cobalt corded coral cracked crescent crimped crystal curved damask dappled dented dotted dusty ebony enamelled engraved etched faded feathered felted fluted frayed fringed frosted furrowed garnet glazed grooved hammered hinged inlaid ivory jagged japanned jewelled kneaded lacquered latticed leaden lined linen lopsided mahogany maple matted mended mossy mottled nickel oaken ochre padded patched peeling pewter plaited pleated plush porcelain quilted ribbed riveted rubber russet saffron satin scalloped scarlet slotted spiral spotted stencilled tarnished tasselled',
);
const secondObjects = split(
  'abacuses almanacs amphoras aprons armchairs awnings axles bagpipes bandages banners basins batons bobbins bodkins bolsters bonnets bookends bracelets braziers brooches buoys bureaus buttons cabinets calipers camisoles canoes canopies capstans castanets cauldrons chalices chandeliers chisels cisterns clamps cloaks coasters coffers corks cradles crates crowbars cufflinks cupboards curtains cushions cymbals daggers decanters doorknobs dumbbells easels fans faucets fenders ferrules fiddles figurines funnels gauges goblets gongs grindstones gutters hammocks harnesses harps hatchets helmets hourglasses inkwells javelins jugs kegs kimonos knapsacks ladles lampshades lathes leashes levers lutes mallets mandolins mangles medallions mittens mortars mousetraps napkins necklaces nutcrackers oars pedals pendulums pincers pitchers platters plinths ponchos rackets rattles saucers scarecrows scissors sceptres shovels shutters sledges slippers spindles stirrups stools tambourines teapots telescopes thermometers toboggans trellises',
);
const sizes = ['small', 'large', 'old', 'new', 'heavy', 'light', 'long', 'short'];

/**
 * Kinds of things such as "copper kites", none twice and none within another; the background has no such words.
 * There are 18,880 pairs of words; after these come things of three words and more.
 */
export function createThings(random: Random): () => string {
  const makes = [...firstMakes, ...secondMakes];
  const objects = [...firstObjects, ...secondObjects];
  const pairs = random.shuffle(pair(firstMakes, firstObjects));
  let next = 0;
  return () => {
    if (next === firstMakes.length * firstObjects.length) {
      const known = new Set(pairs);
      const others = pair(makes, objects).filter((thing) => !known.has(thing));
      for (const thing of random.shuffle(others)) pairs.push(thing);
    }
    const words = split(pairs[next % pairs.length]!);
    // Sizes stand between make and object, so that no thing is a part of another; they are the digits of the round.
    for (
      let round = Math.floor(next / pairs.length);
      round > 0;
      round = Math.floor((round - 1) / sizes.length)
    ) {
      words.splice(1, 0, sizes[(round - 1) % sizes.length]!);
    }
    next++;
    return words.join(' ');
  };
}

function pair(makes: readonly string[], objects: readonly string[]): string[] {
  return makes.flatMap((make) => objects.map((object) => `${make} ${object}`));
}
