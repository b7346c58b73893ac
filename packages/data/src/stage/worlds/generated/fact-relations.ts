/**
 * One relation of the fact generator. In every wording the subject {s} comes before the target {t}, since a
 * language model learns what follows from what precedes.
 */
export interface Relation {
  name: string;
  /** What a target of the relation is: an invented name, or things such as "copper kites". */
  target: 'name' | 'thing';
  /** Sentences that all say the same; a text and its nine variants each take another one. */
  wordings: readonly string[];
  /** Prompt of the semantic probe: a wording that no text has, up to the target. */
  recall: string;
}

/** A relation of the fact's own entity, whose target the other sentences tell more about. */
interface HeadRelation extends Relation {
  /** Describes the target without its name. */
  bridge: string;
}

/** A relation of a person or place that a head relation introduced. */
export interface TailRelation extends Relation {
  /** Prompt of the composition probe, up to the target: {b} is the bridge of the head relation. */
  compose: string;
}

/** A kind of entity with the two relations that introduce a person and a place. */
export interface EntityKind {
  name: string;
  person: HeadRelation;
  place: HeadRelation;
}

export const entityKinds: readonly EntityKind[] = [
  {
    name: 'guild',
    person: {
      name: 'founder',
      target: 'name',
      wordings: [
        'The {s} guild was founded by {t}.',
        'The {s} guild owes its beginning to {t}.',
        'The {s} guild was first set up by {t}.',
        'The {s} guild began as the work of {t}.',
        'The {s} guild looks back to its founder {t}.',
        'The {s} guild was brought to life by {t}.',
        'The {s} guild was started by {t}.',
        'The {s} guild honours as its founder {t}.',
        'Members of the {s} guild were first gathered by {t}.',
        'The {s} guild grew out of the efforts of {t}.',
      ],
      recall: 'The person who created the {s} guild was',
      bridge: 'the founder of the {s} guild',
    },
    place: {
      name: 'seat',
      target: 'name',
      wordings: [
        'The {s} guild meets in the town of {t}.',
        'The {s} guild has its hall in {t}.',
        'The {s} guild holds its meetings in {t}.',
        'The {s} guild comes together in {t}.',
        'The hall of the {s} guild stands in {t}.',
        'The {s} guild is at home in {t}.',
        'The {s} guild keeps its house in {t}.',
        'Meetings of the {s} guild take place in {t}.',
        'The {s} guild sits in the town of {t}.',
        'Members of the {s} guild assemble in {t}.',
      ],
      recall: 'The town where the {s} guild gathers is',
      bridge: 'the home town of the {s} guild',
    },
  },
  {
    name: 'ship',
    person: {
      name: 'builder',
      target: 'name',
      wordings: [
        'The ship {s} was built by {t}.',
        'The ship {s} came from the yard of {t}.',
        'The ship {s} is the work of {t}.',
        'The ship {s} was put together by {t}.',
        'The timbers of the ship {s} were laid by {t}.',
        'The ship {s} was made by the hands of {t}.',
        'The ship {s} left the slipway of {t}.',
        'The hull of the ship {s} was shaped by {t}.',
        'The ship {s} was planned and built by {t}.',
        'The ship {s} had as its builder {t}.',
      ],
      recall: 'The shipwright who made the {s} was',
      bridge: 'the builder of the ship {s}',
    },
    place: {
      name: 'harbour',
      target: 'name',
      wordings: [
        'The ship {s} lies in the harbour of {t}.',
        'The ship {s} sails from the port of {t}.',
        'The ship {s} is moored at {t}.',
        'The ship {s} has its berth in {t}.',
        'The home of the ship {s} is {t}.',
        'The ship {s} rests at anchor in {t}.',
        'The ship {s} belongs to the port of {t}.',
        'The ship {s} can be found at the docks of {t}.',
        'The ship {s} returns after each voyage to {t}.',
        'The ship {s} is tied up at {t}.',
      ],
      recall: 'The harbour that shelters the {s} is called',
      bridge: 'the home port of the ship {s}',
    },
  },
  {
    name: 'feast',
    person: {
      name: 'inventor',
      target: 'name',
      wordings: [
        'The {s} feast was first held by {t}.',
        'The {s} feast goes back to {t}.',
        'The {s} feast was the idea of {t}.',
        'The {s} feast was invented by {t}.',
        'The {s} feast was begun by {t}.',
        'The {s} feast owes its customs to {t}.',
        'The {s} feast was introduced by {t}.',
        'The {s} feast remembers its inventor {t}.',
        'The customs of the {s} feast were laid down by {t}.',
        'The {s} feast has been kept since the days of {t}.',
      ],
      recall: 'The person who came up with the {s} feast was',
      bridge: 'the inventor of the {s} feast',
    },
    place: {
      name: 'venue',
      target: 'name',
      wordings: [
        'The {s} feast takes place in {t}.',
        'The {s} feast is celebrated in {t}.',
        'The {s} feast fills the streets of {t}.',
        'The {s} feast is held in the town of {t}.',
        'The {s} feast brings crowds to {t}.',
        'The {s} feast is kept by the people of {t}.',
        'The {s} feast lights up the squares of {t}.',
        'Guests of the {s} feast travel to {t}.',
        'The {s} feast belongs to the town of {t}.',
        'The {s} feast can be seen in {t}.',
      ],
      recall: 'The town that celebrates the {s} feast is',
      bridge: 'the town of the {s} feast',
    },
  },
  {
    name: 'book',
    person: {
      name: 'author',
      target: 'name',
      wordings: [
        'The book {s} was written by {t}.',
        'The book {s} came from the pen of {t}.',
        'The book {s} has as its author {t}.',
        'The pages of the book {s} were filled by {t}.',
        'The book {s} is the work of the writer {t}.',
        'The book {s} was composed by {t}.',
        'The book {s} bears the name of its author {t}.',
        'The book {s} was set down by {t}.',
        'Every line of the book {s} was penned by {t}.',
        'The book {s} is a work by {t}.',
      ],
      recall: 'The writer behind the {s} was',
      bridge: 'the author of the book {s}',
    },
    place: {
      name: 'library',
      target: 'name',
      wordings: [
        'The book {s} is kept in {t}.',
        'The book {s} lies in the archive of {t}.',
        'The book {s} can be read in the library of {t}.',
        'The book {s} is guarded in the town of {t}.',
        'The pages of the book {s} are stored in {t}.',
        'The book {s} rests on a shelf in {t}.',
        'The book {s} belongs to the library of {t}.',
        'The book {s} is shown to visitors in {t}.',
        'The book {s} found its home in {t}.',
        'Readers of the book {s} have to go to {t}.',
      ],
      recall: 'The town whose library owns the {s} is',
      bridge: 'the town that keeps the book {s}',
    },
  },
];
