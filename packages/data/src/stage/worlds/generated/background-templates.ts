/** Sentences of the generated background: a kind of document has openings and topics, each in several wordings. */
export interface DocumentTemplates {
  openings: readonly string[];
  topics: readonly (readonly string[])[];
}

export const personTemplates: DocumentTemplates = {
  openings: [
    '{name} was a {profession} from {town} in {country}, born in the {season} of {birth}.',
    '{name}, born in {town} on {day} {month} {birth}, was one of the best known {professions} of {country}.',
    'In {birth} the {profession} {name} was born in {town}, a place in {country}.',
    '{name} ({birth} to {death}) was a {adjective} {profession} who spent most of {his} life in {town}.',
    'Few {professions} of {country} are remembered as well as {name}, who was born in {birth} near {town}.',
    'The {profession} {name} was the {ordinal} child of a family of {professions} in {town}.',
  ],
  topics: [
    [
      '{He} studied {subject} at the {school} and left it in {year}.',
      'From {year} on {he} was a student of {subject} at the {school}.',
      'At the {school} {he} learned {subject} and made {number} friends for life.',
      'A grant let {him} read {subject} at the {school} for {number} years.',
    ],
    [
      'In {year} {he} married {spouse}, a {profession} from {town2}.',
      '{His} marriage to the {profession} {spouse} lasted {number} years.',
      '{He} met {spouse} at a {event} in {town2}, and they married in {month} {year}.',
    ],
    [
      '{He} worked for {company} in {town2} until the {event} of {year}.',
      'For {number} years {he} was employed by {company}, first as a {profession}.',
      'When {company} opened an office in {town2}, {he} became its {ordinal} director.',
      '{Company} offered {him} a post in {town2}, which {he} accepted in {year}.',
    ],
    [
      '{His} {adjective} book about {topic} sold {hundreds} copies in {country}.',
      'In {year} {he} wrote a book on {topic} that was read all over {country}.',
      'Of {his} {number} books the one about {topic} is the most {adjective}.',
    ],
    [
      '{He} was fond of {hobby} and kept {number} {animals} at home.',
      'In {his} spare time {he} liked {hobby}, and {he} never travelled without {his} {animals}.',
      'Neighbours knew {him} for {his} {number} {animals} and {his} love of {hobby}.',
    ],
    [
      'The town of {town2} gave {him} a {adjective} medal in {year}.',
      'In {year} {he} received the {ordinal} prize of {town2} for {his} work on {topic}.',
      'A street in {town2} has carried {his} name since {month} {year}.',
    ],
    [
      '{He} travelled to {country2} {number} times and described its {landscapes} in {his} letters.',
      'A journey through the {landscapes} of {country2} changed {his} view of {topic}.',
      'In {year} {he} went to {country2}, where {he} stayed for {number} months.',
    ],
    [
      'Those who knew {him} called {him} {adjective}, {adjective} and hard to please.',
      'As a child {he} had been {adjective}, but later {he} was thought to be {adjective}.',
      '{His} manner was {adjective}, yet {his} letters are {adjective} and full of jokes.',
    ],
    [
      '{He} died in {town} on {day} {month} {death}.',
      'In the {season} of {death} {he} died at the age of {age} in {town}.',
      '{He} reached the age of {age} and was buried beside the river {river}.',
    ],
  ],
};

export const townTemplates: DocumentTemplates = {
  openings: [
    '{name} is a town in the {direction} of {country} with {thousands} people.',
    'The town of {name} lies on the river {river} in {country}.',
    '{name} in {country} was founded in {year} by settlers from {town2}.',
    'With {thousands} inhabitants {name} is the {ordinal} largest town of {country}.',
    'On the banks of the {river}, in the {direction} of {country}, stands the town of {name}.',
  ],
  topics: [
    [
      'Its {landscapes} and its {buildings} draw visitors in {month}.',
      'Travellers come in {month} to see the {buildings} and to walk in the {landscapes}.',
      'The {adjective} {buildings} of the old town were built in {year}.',
    ],
    [
      'The river {river} divides the town into {number} parts, joined by {number} bridges.',
      'In {year} the {river} flooded {number} streets of the town.',
      'Boats on the {river} carry {goods} to {town2}.',
    ],
    [
      'Most people work in the trade with {goods}.',
      'The town exports {goods} and buys {wares} from {town2}.',
      'Since {year} a factory has made {goods} for all of {country}.',
      '{Company} employs {hundreds} people, who make {goods}.',
    ],
    [
      'The mayor, {person}, was elected in {year}.',
      '{Person} has been mayor since {month} {year}.',
      'In {year} the people elected {person}, a former {profession}, as mayor.',
    ],
    [
      'Every {month} there is a {event} with music and {wares}.',
      'The {adjective} {event} in {month} lasts {number} days.',
      'A {event} was held here for the first time in {year}.',
    ],
    [
      'The {school} moved here from {town2} in {year}.',
      'Students of {subject} come to the {school}, which has {hundreds} places.',
      'There are {number} schools, and {subject} is taught at the {school}.',
    ],
    [
      'A railway has connected it with {town2} since {year}.',
      'The road to {town2} is {number} miles long and crosses the {landscapes}.',
      'It takes {number} hours to reach {town2} by coach.',
    ],
    [
      'The weather is {weather} in the {season} and {weather} for the rest of the year.',
      'In the {season} the {landscapes} around the town are covered with snow.',
    ],
  ],
};

export const companyTemplates: DocumentTemplates = {
  openings: [
    '{Name} is a company in {town} that makes {goods}.',
    '{Name} was founded in {year} by {person}, a {profession} from {town}.',
    'The company {name} of {town} has sold {goods} since {year}.',
    'In {year} {person} and {number} {professions} founded {name} in {town}, {country}.',
  ],
  topics: [
    [
      'It began with {number} workers and a loan of {hundreds} crowns.',
      'The first workshop stood beside the river {river} and had {number} rooms.',
      'At first only {number} people worked there, all of them {professions}.',
    ],
    [
      'In {later} it opened an office in {town2} and began to sell {wares}.',
      'A second factory in {town2} has made {wares} since {later}.',
      'It bought a rival from {town2} in {later} for {hundreds} crowns.',
    ],
    [
      'Its {goods} are {adjective} and cheap, which made it known in {country2}.',
      'Half of its {goods} go to {country2}.',
      'Customers in {country2} praise its {adjective} {goods}.',
    ],
    [
      'The {ordinal} director, {successor}, was a {profession} who had studied {subject}.',
      '{Successor}, a {profession}, has led the company since {later}.',
      'When {successor} became director, {hundreds} people worked for the company.',
    ],
    [
      'A fire in {month} {later} destroyed the {buildings}.',
      'After the {event} of {later} the {buildings} had to be sold.',
      'The {adjective} {buildings} of the company can be visited in {month}.',
    ],
    [
      'It pays for {number} students of {subject} at the {school}.',
      'Together with the {school} it looks for new uses of {subject}.',
    ],
    [
      'Its sign shows {number} {animals} on a {colour} ground.',
      'The workers wear {colour} coats with the picture of {animals}.',
    ],
  ],
};

export const animalTemplates: DocumentTemplates = {
  openings: [
    'The {name} is a {colour} animal that lives in the {landscapes} of {country}.',
    'The {name} is a {adjective} relative of the {animals}, found near {town}.',
    'In the {landscapes} of {country} lives the {name}, an animal with {number} {colour} stripes.',
  ],
  topics: [
    [
      'It feeds on {food} and sleeps in the {season}.',
      'Its diet consists of {food} and, in the {season}, of {food}.',
      'It likes {food}, but it will also eat {food}.',
    ],
    [
      'A grown animal weighs {number} pounds and lives for {number} years.',
      'The young, usually {number}, are born in {month}.',
      'It can run {number} miles in an hour and hear a {profession} from afar.',
    ],
    [
      'The {profession} {person} described it first in {year}.',
      '{Person} saw it near {town} in {year} and wrote a book about it.',
      'It was believed to be lost until {person}, a {profession}, found {number} of them in {year}.',
    ],
    [
      'The people of {town} think that it brings {weather} weather.',
      'In {country} it is a sign of {adjective} luck.',
      'A picture of it hangs in the {buildings} of {town}.',
    ],
    [
      'Its {colour} fur was once sold in {town} for {hundreds} crowns.',
      'Since {year} hunting it has been forbidden in {country}.',
      'The {school} keeps {number} of them in a garden.',
    ],
  ],
};
