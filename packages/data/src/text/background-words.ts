import { createRequire } from 'node:module';

type Slot =
  | 'women'
  | 'men'
  | 'professions'
  | 'subjects'
  | 'adjectives'
  | 'colours'
  | 'animals'
  | 'goods'
  | 'food'
  | 'landscapes'
  | 'buildings'
  | 'events'
  | 'hobbies'
  | 'weathers'
  | 'seasons'
  | 'directions'
  | 'ordinals'
  | 'numbers'
  | 'months';

const lists: Record<Slot, string> = createRequire(import.meta.url)('./background-words.json');

/** Words that fill the slots of the background's templates; all that is not listed here is an invented name. */
export const backgroundWords = Object.fromEntries(
  Object.entries(lists).map(([slot, words]) => [slot, words.split(' ')]),
) as unknown as Readonly<Record<Slot, readonly string[]>>;
