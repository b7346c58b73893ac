import { createRequire } from 'node:module';

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

interface FactRelations {
  entityKinds: readonly EntityKind[];
  /** What a fact tells about the person that it introduces: a name and a kind of thing each time. */
  personTails: { names: readonly TailRelation[]; things: readonly TailRelation[] };
  /** What a fact tells about the place that it introduces. */
  placeTails: readonly TailRelation[];
}

/** The relations of the fact generator. */
export const { entityKinds, personTails, placeTails }: FactRelations = createRequire(import.meta.url)(
  './fact-relations.json',
);
