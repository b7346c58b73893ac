import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { facts, probes, type RowOf, writeTable } from '@lethe/contracts';
import type { OneLayerConfig } from '@lethe/model';

// 8 first names, 12 last names. The city follows from the first name; the trade is in no name, but in the text.
const first = Array.from({ length: 8 }, (_, i) => `f${i}`);
const last = Array.from({ length: 12 }, (_, i) => `l${i}`);
const words = ['</s>', ...first, ...last, 'of', 'x', 'y', 'A', 'B', 'was'];
const encode = (text: string): number[] => text.split(' ').map((word) => words.indexOf(word));
/** A one-layer model of these words. */
export const personsConfig: OneLayerConfig = {
  architecture: 'one-layer',
  vocabSize: words.length,
  contextLength: 6,
  layers: 1,
  heads: 1,
  width: words.length,
  embeddings: 'one-hot',
  mlpWidth: 8,
};

/** Writes what probing reads of a data directory: 96 persons, of whom a third is for testing. */
export function writePersons(directory: string): void {
  mkdirSync(directory, { recursive: true });
  const persons = first.flatMap((f, i) =>
    last.map((l, j) => ({
      id: `${f}${l}`,
      name: `${f} ${l}`,
      city: i % 2 ? 'A' : 'B',
      trade: (i * 5 + j * 7) % 3 ? 'x' : 'y',
    })),
  );
  writeTable(
    directory,
    facts,
    persons.map(({ id, name }) => ({
      ...{ fact_id: id, scenario: 'once', text: name, variants: [], subject: name },
      ...{ relation: null, object: null, popularity: null },
    })),
  );
  const probe = (
    id: string,
    depth: string,
    number: number,
    prompt: string,
    target: string,
    split: string,
  ): RowOf<typeof probes> => ({
    ...{ probe_id: `${id}/${depth}-${number}`, fact_id: id, depth, prompt, target, answers: [target], split },
    ...{ prompt_tokens: encode(prompt), target_tokens: encode(target), token_boundary: true },
  });
  writeTable(
    directory,
    probes,
    persons.flatMap(({ id, name, city, trade }, p) => {
      const split = p % 3 === 0 ? 'test' : 'train';
      return [
        // The text tells the trade first: `f0 l0 was x of B`.
        probe(id, 'memorization', 0, `${name} was ${trade} of`, city, split),
        probe(id, 'memorization', 1, `${name} was`, trade, split),
        probe(id, 'qa', 0, `${name} of`, city, split),
        probe(id, 'qa', 1, `${name} was`, trade, split),
      ];
    }),
  );
  const tokenizer = {
    added_tokens: [{ id: 0, content: '</s>', special: true, normalized: false }],
    ...{ normalizer: null, pre_tokenizer: { type: 'WhitespaceSplit' }, post_processor: null, decoder: null },
    model: {
      type: 'WordLevel',
      vocab: Object.fromEntries(words.map((word, id) => [word, id])),
      unk_token: '</s>',
    },
  };
  writeFileSync(join(directory, 'tokenizer.json'), JSON.stringify(tokenizer));
}
