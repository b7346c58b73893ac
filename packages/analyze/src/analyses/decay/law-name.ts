import { decayModels } from '../../fits/decay-models.js';

const titles = new Map(decayModels.map(({ name, title }) => [name, title]));

/** A text with the laws' names as they are written for readers: `shifted_power+c` is `shifted power + c`. */
export function lawName(text: string): string {
  return text.replace(/[a-z_]+(\+c)?/g, (word) => titles.get(word) ?? word);
}
