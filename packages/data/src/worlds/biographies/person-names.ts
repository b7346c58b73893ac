const split = (words: string): string[] => words.split(' ');

/**
 * Parts of the names of persons: 200 first names (100 of women, then 100 of men), 160 middle names that serve
 * both, 1,000 last names. No part stands in the value of an attribute.
 */
const women = split(
  'Ada Agnes Alba Alice Alma Amara Amelia Anita Anja Aria Astrid Aurora Beatrice Bella Bianca Bridget Camilla Carmen Celia Chloe Clara Daisy Dalia Daphne Delia Diana Edith Elena Elise Ella Eloise Emilia Emma Erica Esme Estelle Esther Eva Fatima Fiona Freya Gemma Gina Greta Hazel Hedda Helena Ilse Ines Ingrid Irene Iris Isabel Jasmine Joanna Judith Julia June Kaia Kira Lara Laura Leila Lena Lila Linda Livia Lotte Louisa Lucia Lydia Mabel Maeve Marta Matilda Mila Mina Miriam Nadia Naomi Nina Noelle Olivia Paula Phoebe Renata Rhea Rita Ruth Sabine Selma Sienna Stella Sylvia Tamara Tessa Thea Valerie Yvonne Zoe',
);
const men = split(
  'Aaron Abel Adam Alan Albin Alfred Andre Angus Armin Arthur Axel Basil Benedict Bernard Boris Caleb Casper Cedric Clement Conrad Cyril Damian Daniel Dario Dominic Donald Edgar Elias Eric Ernest Ethan Eugene Fabian Felix Finn Frank Fritz Gabriel Gavin Gerald Gilbert Gregor Hector Henry Herman Hubert Ian Igor Ivan Jacob Jasper Jerome Joel Jonas Julian Karl Keith Kevin Klaus Lambert Lars Lewis Linus Lorenz Louis Lucas Magnus Malcolm Marcel Martin Mateo Matthias Maxim Miles Moritz Nathan Neil Nicolas Noel Odin Olaf Oliver Otis Patrick Percy Peter Philip Quentin Ralph Raymond Robin Roland Ruben Rupert Samuel Sebastian Stefan Theo Victor Xavier',
);
const middles = split(
  'Acorn Aery Alder Amber Ardent Ash Aspen Auburn Autumn Azure Bay Beryl Birch Blaise Blue Blythe Bramble Breeze Briar Bronze Calm Canyon Cedar Chance Cinder Citrine Cliff Clover Cloud Cobalt Copper Coral Cove Cricket Crimson Crystal Cypress Dawn Dell Denim Dove Drift Dusk Ebony Echo Elder Ember Ever Falcon Faith Fawn Fern Finch Fir Flame Flint Flower Fog Frost Gale Garnet Ginger Glade Gold Grace Granite Gray Halo Haven Hawk Heath Heather Heron Holly Honor Hope Indigo Iron Ivory Ivy Jade Jay Jet Jewel Joy Juniper Justice Kestrel Lake Lark Laurel Lavender Leaf Lilac Lime Loch Lotus Lux Maple Marble Marsh Merit Merle Mercy Mist Moon Moss Myrtle Night North Oak Ocean Olive Onyx Opal Orchid Orion Palm Paz Peace Pearl Peony Petal Pine Plum Poppy Prairie Quartz Quill Rain Raven Reed Reef Ridge River Robinia Rowan Ruby Rue Sable Saffron Sage Scarlet Shade Sky Slate Snow Sol Sorrel Sparrow Spring Star Stone Storm Summer Teal Thistle Tide True Velvet Vesper Violet Wren',
);
const lastBeginnings = split(
  'Ash Bar Black Brad Bran Calder Carl Chad Clay Cor Crom Dar Dun Ed El Fair Far Gar Glen Hal Har Hart Haw Hol Kel Kirk Lang Lin Lock Mar Mid Nor Oak Rad Rock Sel Stan Thorn Wal Win',
);
const lastEndings = split(
  'ley ford wood well worth ham field ton ridge brook stone land wick gate shaw den low mere dale croft hurst grave bank holt combe',
);

/** The lists that names are drawn from. */
export const personNames = {
  first: [...women, ...men],
  middle: middles,
  last: lastBeginnings.flatMap((beginning) => lastEndings.map((ending) => beginning + ending)),
  /** The first so many first names are women's. */
  women: women.length,
} as const;

/** How many different full names there are, and so how many persons a world can have: 32 million. */
export const MAX_PERSONS = personNames.first.length * personNames.middle.length * personNames.last.length;
