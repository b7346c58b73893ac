const split = (words: string): string[] => words.split(' ');
const combine = (beginnings: string, endings: string): string[] =>
  split(beginnings).flatMap((beginning) => split(endings).map((ending) => beginning + ending));

const women = split(
  'Ada Agnes Alba Alice Alma Amara Amelia Anita Anja Aria Astrid Aurora Beatrice Bella Bianca Bridget Camilla Carmen Celia Chloe Clara Daisy Dalia Daphne Delia Diana Edith Elena Elise Ella Eloise Emilia Emma Erica Esme Estelle Esther Eva Fatima Fiona Freya Gemma Gina Greta Hazel Hedda Helena Ilse Ines Ingrid Irene Iris Isabel Jasmine Joanna Judith Julia June Kaia Kira Lara Laura Leila Lena Lila Linda Livia Lotte Louisa Lucia Lydia Mabel Maeve Marta Matilda Mila Mina Miriam Nadia Naomi Nina Noelle Olivia Paula Phoebe Renata Rhea Rita Ruth Sabine Selma Sienna Stella Sylvia Tamara Tessa Thea Valerie Yvonne Zoe Abigail Adela Adriana Agatha Aileen Alessia Alexandra Alina Alison Althea Angela Annette Antonia April Arabella Ariana Audrey Barbara Belinda Bernadette Bettina Bonnie Brenda Carla Carolina Cassandra Catalina Cecilia Charlotte Christina Claudia Constance Cornelia Dagmar Deborah Denise Dolores Dorothea Edwina Eleanor Elvira Emily Felicia Florence Frances Gabriela Genevieve Georgina Gertrude Gloria Gwendolyn Harriet Henrietta Hilda Imogen Irma Isadora Jacqueline Janet Jessica Josephine Juliana Katrina Lavinia Leonora Lillian Linnea Lorena Lucille Magdalena Margaret Marianne Marlene Martina Melanie Melissa Meredith Michelle Millicent Miranda Monica Muriel Natalia Nicola Octavia Odette Ophelia Pamela Patricia Penelope Philippa Priscilla Rebecca Regina Rosalind Samantha Susanna Theresa Ursula Victoria',
);
const men = split(
  'Aaron Abel Adam Alan Albin Alfred Andre Angus Armin Arthur Axel Basil Benedict Bernard Boris Caleb Casper Cedric Clement Conrad Cyril Damian Daniel Dario Dominic Donald Edgar Elias Eric Ernest Ethan Eugene Fabian Felix Finn Frank Fritz Gabriel Gavin Gerald Gilbert Gregor Hector Henry Herman Hubert Ian Igor Ivan Jacob Jasper Jerome Joel Jonas Julian Karl Keith Kevin Klaus Lambert Lars Lewis Linus Lorenz Louis Lucas Magnus Malcolm Marcel Martin Mateo Matthias Maxim Miles Moritz Nathan Neil Nicolas Noel Odin Olaf Oliver Otis Patrick Percy Peter Philip Quentin Ralph Raymond Robin Roland Ruben Rupert Samuel Sebastian Stefan Theo Victor Xavier Abraham Adrian Alexander Alistair Ambrose Anselm Archibald Arnold Augustin Barnaby Bartholomew Benjamin Bertram Brendan Brian Byron Cameron Carlos Cassius Charles Christian Christopher Clarence Claude Clifford Colin Cornelius Craig Curtis Darius Declan Dennis Derek Desmond Dietrich Douglas Duncan Dylan Eduardo Elijah Emmett Enrico Erasmus Erwin Ezra Ferdinand Florian Francis Frederick Geoffrey Gideon Godfrey Gordon Graham Gregory Harold Harvey Horace Howard Humphrey Isaac Isidore Jeremy Jonathan Joseph Joshua Justin Kenneth Laurence Leander Leonard Leopold Lionel Lorenzo Marcus Maurice Maximilian Michael Mortimer Nathaniel Nicholas Orlando Oswald Pascal Raphael Reginald Reinhard Richard Robert Roderick Rodrigo Rufus Silas Solomon Spencer Terence Thaddeus Theodore Timothy Tobias',
);

/**
 * The lists that names of persons are drawn from, as large as bioS's (arXiv 2309.14316): 400 first names (200 of
 * women, then 200 of men), 400 middle names, 1,000 last names. No name is in two lists or in a value of an attribute.
 */
export const personNames = {
  first: [...women, ...men],
  middle: combine(
    'Al Ar Bel Ber Cal Cor Dal Dor El Er Fen Gal Hel Jor Lan Mar Nor Per Sal Wil',
    'bert dan dis dric fa frin gard ka lo lyn mil mir mo mond na nis ra ric vin wyn',
  ),
  last: combine(
    'Ash Bar Black Brad Bran Calder Carl Chad Clay Cor Crom Dar Dun Ed El Fair Far Gar Glen Hal Har Hart Haw Hol Kel Kirk Lang Lin Lock Mar Mid Nor Oak Rad Rock Sel Stan Thorn Wal Win',
    'ley ford wood well worth ham field ton ridge brook stone land wick gate shaw den low mere dale croft hurst grave bank holt combe',
  ),
  /** This many first names, the first ones, are women's. */
  women: women.length,
} as const;

/** N0, how many different full names there are, and so how many persons a world can have: 160 million. */
export const MAX_PERSONS = personNames.first.length * personNames.middle.length * personNames.last.length;
