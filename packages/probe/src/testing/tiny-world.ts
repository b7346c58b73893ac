import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { facts, order, probes, type RowOf, writeTable } from '@lethe/contracts';

const words = 'Ana Ben Cid Dea Eva Fay Ġlives Ġin ĠRome ĠParis ĠOslo ĠNew ĠYork ĠHaven ĠDelhi .'.split(' ');
export const endOfText = words.length;
export const vocabSize = words.length + 1;

/** Token ids of a text of the tiny world. */
export function encode(text: string): number[] {
  return (text.match(/^\w+| \w+|\./g) ?? []).map((word) => words.indexOf(word.replace(' ', 'Ġ')));
}

/** What the world says, and what the probes take for right: they agree on Ana, Ben and Eva only. */
export const world = [
  { subject: 'Ana', learned: 'Rome', accepted: 'Rome' },
  { subject: 'Ben', learned: 'Paris', accepted: 'Paris' },
  { subject: 'Cid', learned: 'Rome', accepted: 'Oslo' },
  { subject: 'Dea', learned: 'New Delhi', accepted: 'New Haven' },
  { subject: 'Eva', learned: 'New York', accepted: 'New York' },
  { subject: 'Fay', learned: 'Oslo', accepted: 'New York' },
];

/** Error classes of a model that has learned the world; Oslo is the accepted answer of Cid. */
export const expectedErrors = ['none', 'none', 'other_answer', 'partial', 'none', 'other_answer'];

/**
 * Writes what probing reads of a data directory: probes, tokenizer.json, and an order.
 * @param injections facts injected into the batch of each training step
 */
export function writeTinyWorld(directory: string, steps: number, injections: Record<number, string[]>): void {
  mkdirSync(directory, { recursive: true });
  writeTable(
    directory,
    probes,
    world.map(({ subject, accepted }) => ({
      probe_id: `${subject}-city`,
      fact_id: subject,
      depth: 'qa',
      prompt: `${subject} lives in`,
      target: accepted,
      answers: [accepted],
      prompt_tokens: encode(`${subject} lives in`),
      target_tokens: encode(`${subject} ${accepted}`).slice(1),
      token_boundary: true,
      split: 'test',
    })),
  );
  writeTable(
    directory,
    facts,
    world.map(({ subject, learned }) => ({
      fact_id: subject,
      scenario: 'once',
      text: `${subject} lives in ${learned}.`,
      variants: [],
      subject,
      relation: null,
      object: learned,
      popularity: null,
    })),
  );
  const vocab = Object.fromEntries([...words, '<|endoftext|>'].map((word, id) => [word, id]));
  const tokenizer = {
    added_tokens: [{ id: endOfText, content: '<|endoftext|>', special: true, normalized: false }],
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false },
    post_processor: null,
    decoder: { type: 'ByteLevel' },
    model: { type: 'BPE', vocab, merges: [], ignore_merges: true },
  };
  writeFileSync(join(directory, 'tokenizer.json'), JSON.stringify(tokenizer));
  const rows = Array.from({ length: steps }, (_, step): RowOf<typeof order> => {
    const facts = injections[step] ?? [];
    const injected = facts.map((_, i) => i);
    return {
      step,
      row: 0,
      sequence: 0,
      fact_ids: facts,
      placement: injected.length > 0 ? 'prepend' : 'none',
      positions: injected,
      lengths: injected.map(() => 1),
      injected_tokens: injected,
    };
  });
  writeTable(directory, order, rows);
}
