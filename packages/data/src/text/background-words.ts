const split = (words: string): string[] => words.split(' ');

/** Words that fill the slots of the background's templates; all that is not listed here is an invented name. */
export const backgroundWords = {
  women: split(
    'Anna Dora Flora Hanna Jana Karin Maria Olga Rosa Tilda Vera Yara Berta Cora Elsa Frida Helen Ida Klara Mona Nora Petra Sofia Ulla Wanda',
  ),
  men: split(
    'Bela Carl Edwin Georg Ivo Leo Nils Paul Simon Urban Willem Albert David Gustav Johan Lukas Oscar Rolf Tomas Viktor Anton Bruno Emil Hugo Otto',
  ),
  professions: split(
    'painter doctor teacher lawyer singer baker farmer soldier sailor chemist printer gardener poet carpenter judge astronomer banker potter weaver hunter dancer surgeon miner tailor pilot librarian architect composer brewer geologist',
  ),
  subjects: split(
    'music law medicine history botany geometry astronomy chemistry logic grammar philosophy geology trade farming painting navigation economics anatomy poetry mechanics',
  ),
  adjectives: split(
    'quiet famous strange gentle bold modest clever stubborn cheerful serious careful proud rich simple sharp mild rough bright calm wild curious patient severe plain rare dull grand early',
  ),
  colours: split('red green blue white black grey brown yellow purple orange'),
  animals: split(
    'dogs cats horses owls foxes ravens goats bears rabbits geese otters deer wolves bees swans turtles',
  ),
  goods: split(
    'cloth cheese paper wine salt honey tools glassware furniture boats timber soap bread leather steel tea carpets oil wool flour boots bottles engines seeds',
  ),
  food: split('berries grass fish roots nuts leaves insects mushrooms apples worms moss eggs snails grain'),
  landscapes: split(
    'forests hills valleys marshes mountains meadows moors islands caves lakes deserts gardens',
  ),
  buildings: split('towers walls churches markets houses halls gates mills temples stables theatres baths'),
  events: split('fair election festival congress wedding concert market exhibition race parade'),
  hobbies: split(
    'chess fishing dancing sailing cooking skating walking gardening singing riding cycling hunting',
  ),
  weathers: split('mild rough bright calm wild dull dry wet cold warm windy foggy'),
  seasons: split('spring summer autumn winter'),
  directions: split('north south east west'),
  ordinals: split('first second third fourth fifth sixth seventh eighth ninth tenth'),
  numbers: split(
    'two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty',
  ),
  months: split('January February March April May June July August September October November December'),
} as const;
