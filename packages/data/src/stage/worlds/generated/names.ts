import type { Random } from '@lethe/contracts';
import { backgroundWords } from '../../../text/background-words.js';

const onsets = 'b br c d dr f fl g gr h j k kr l m n p pr r s sh st t th tr v w z'.split(' ');
const vowels = ['a', 'e', 'i', 'o', 'u'];
const joints = ['', '', '', 'l', 'n', 'r'];
const endings = ['', '', 'd', 'k', 'l', 'm', 'n', 'nd', 'r', 's', 'sk', 't', 'th', 'x'];

/** Syllables of the shortest names. */
const SHORTEST = 2;
/** Tries before a name gets one more syllable. */
const TRIES = 1000;

/** Which part of the invented world a name belongs to. */
type Realm = 'facts' | 'background';

/**
 * Distinct invented one-word names. Both realms draw from the same syllables, so a name does not betray
 * its realm; yet no name is ever in both, however many are drawn, because a hash of the name decides.
 * @param taken words that are no names here, since others bear them
 */
export function createNames(random: Random, realm: Realm, taken: Iterable<string> = []): () => string {
  const { women, men, months } = backgroundWords;
  const used = new Set<string>([...women, ...men, ...months, ...taken]);
  // Of the shortest names, of which most tries fail once they run out, a byte for each that is none any more.
  const spent = new Uint8Array(numberOfNames(SHORTEST));
  const take = (syllables: number): string | undefined => {
    const number = drawNumber(random, syllables);
    if (syllables === SHORTEST) {
      if (spent[number] === 1) return undefined;
      spent[number] = 1;
    }
    const name = nameOfNumber(number, syllables);
    if (used.has(name) || realmOfName(name) !== realm) return undefined;
    used.add(name);
    return name;
  };
  return () => {
    for (let attempt = 0; ; attempt++) {
      // Longer names once the short ones run out.
      const name = take(SHORTEST + Math.floor(attempt / TRIES));
      if (name !== undefined) return name;
    }
  };
}

/** The realm of a name: an eighth of all names belongs to facts. */
export function realmOfName(name: string): Realm {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return (hash >>> 16) % 8 === 0 ? 'facts' : 'background';
}

/** How many sequences of parts there are; some spell the same name. */
function numberOfNames(syllables: number): number {
  return (onsets.length * vowels.length) ** syllables * joints.length ** (syllables - 1) * endings.length;
}

/** The number of a random name: its parts, drawn one after the other, as digits. */
function drawNumber(random: Random, syllables: number): number {
  let number = 0;
  for (let i = 0; i < syllables; i++) {
    const { length } = i === syllables - 1 ? endings : joints;
    number = number * onsets.length + random.int(onsets.length);
    number = number * vowels.length + random.int(vowels.length);
    number = number * length + random.int(length);
  }
  return number;
}

function nameOfNumber(number: number, syllables: number): string {
  let name = '';
  let rest = number;
  const next = (parts: readonly string[]): string => {
    const part = parts[rest % parts.length]!;
    rest = Math.floor(rest / parts.length);
    return part;
  };
  for (let i = syllables - 1; i >= 0; i--) {
    const coda = next(i === syllables - 1 ? endings : joints);
    const vowel = next(vowels);
    name = next(onsets) + vowel + coda + name;
  }
  return name[0]!.toUpperCase() + name.slice(1);
}

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
 * @param taken things that are left out, since other facts tell of them
 */
export function createThings(random: Random, taken: ReadonlySet<string> = new Set()): () => string {
  const makes = [...firstMakes, ...secondMakes];
  const objects = [...firstObjects, ...secondObjects];
  const pairs = random.shuffle(pair(firstMakes, firstObjects));
  let next = 0;
  const draw = (): string => {
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
  return () => {
    let thing = draw();
    while (taken.has(thing)) thing = draw();
    return thing;
  };
}

function pair(makes: readonly string[], objects: readonly string[]): string[] {
  return makes.flatMap((make) => objects.map((object) => `${make} ${object}`));
}
