import { join } from 'node:path';
import { facts as factsTable, LetheError, readRows } from '@lethe/contracts';
import { openTokenizerFile } from '../generate/open-tokenizer.js';
import type { LinearSpec } from '../options/linear.js';
import type { Probe } from '../span/read-probes.js';
import {
  type AttributeLabels,
  type AttributePrompts,
  attributeLabels,
  namePrompts,
  positionPrompts,
} from './attribute-states.js';
import { type AttributeCell, divideFacts } from './divide-facts.js';

/** A place in the texts of facts, and the attributes that are to be read there. */
export interface AttributePlace extends AttributePrompts {
  cells: AttributeCell[];
}

/**
 * What there is to read, at which places, from the facts, probes and tokenizer of a data directory.
 * @throws LetheError when there are no such probes, or no attribute has facts both for training and for testing
 */
export async function planAttributes(
  data: string,
  probes: readonly Probe[],
  { kinds, values }: Pick<LinearSpec, 'kinds' | 'values'>,
): Promise<AttributePlace[]> {
  const facts = await readRows(data, factsTable);
  const labels = attributeLabels(probes, facts, values);
  const places = kinds.flatMap((kind) => {
    if (kind === 'p') return positionPrompts(probes);
    const tokenizer = openTokenizerFile(join(data, 'tokenizer.json'), 'name a directory of `lethe data`');
    return [namePrompts(facts, tokenizer.encode, tokenizer.endOfText())];
  });
  if (labels.length === 0 || places.every(({ prompts }) => prompts.length === 0)) {
    throw new LetheError({
      what: 'there is nothing to probe for',
      where: data,
      expected: 'qa probes, and memorization probes (p) or facts with subjects (q)',
    });
  }
  const planned = places
    .map((place) => ({ ...place, cells: cellsOf(place, labels) }))
    .filter(({ cells }) => cells.length > 0);
  if (planned.length > 0) return planned;
  throw new LetheError({
    what: 'no attribute has facts both for training and for testing',
    where: `${data}, column split of qa probes`,
    expected: 'train for facts of two values or more, test for others',
  });
}

const cellsOf = ({ factIds }: AttributePrompts, labels: readonly AttributeLabels[]): AttributeCell[] =>
  labels.flatMap((attribute) => divideFacts(factIds, attribute) ?? []);
