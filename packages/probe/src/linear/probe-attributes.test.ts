import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { facts, probes, type RowOf, writeTable } from '@lethe/contracts';
import { initWeights, type OneLayerConfig, saveCheckpoint } from '@lethe/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { probeAttributes } from './probe-attributes.js';

// 8 first names, 12 last names. The city follows from the first name; the trade is in no name, but in the text.
const first = Array.from({ length: 8 }, (_, i) => `f${i}`);
const last = Array.from({ length: 12 }, (_, i) => `l${i}`);
const words = ['</s>', ...first, ...last, 'of', 'x', 'y', 'A', 'B', 'was'];
const encode = (text: string): number[] => text.split(' ').map((word) => words.indexOf(word));
const config: OneLayerConfig = {
  architecture: 'one-layer',
  vocabSize: words.length,
  contextLength: 6,
  layers: 1,
  heads: 1,
  width: words.length,
  embeddings: 'one-hot',
  mlpWidth: 8,
};

let parent: string;
beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'lethe-linear-'));
  mkdirSync(join(parent, 'data'));
  const persons = first.flatMap((f, i) =>
    last.map((l, j) => ({
      id: `${f}${l}`,
      name: `${f} ${l}`,
      city: i % 2 ? 'A' : 'B',
      trade: (i * 5 + j * 7) % 3 ? 'x' : 'y',
    })),
  );
  writeTable(
    join(parent, 'data'),
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
    ...{ prompt_tokens: encode(prompt), target_tokens: encode(target), seam_matches: true },
  });
  writeTable(
    join(parent, 'data'),
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
  writeFileSync(join(parent, 'data/tokenizer.json'), JSON.stringify(tokenizer));
  saveCheckpoint(join(parent, 'model'), config, initWeights(config, 1));
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

it('reads what the states of a subject hold, place by place', async () => {
  const lines: string[] = [];
  const found = await probeAttributes({
    data: join(parent, 'data'),
    model: join(parent, 'model'),
    kinds: ['p', 'q'],
    steps: 200,
    learningRate: 0.02,
    seed: 1,
    backend: 'wasm',
    log: (line) => void lines.push(line),
  });
  const at = (kind: string, position: number, attribute: string) =>
    found.find((row) => row.kind === kind && row.position === position && row.attribute === attribute)!;
  expect(found).toHaveLength(6);
  expect(lines).toHaveLength(6);
  // Attention is uniform at first, so a state holds every word before it: the city with the first name, everywhere.
  for (const [kind, position] of [
    ['p', 0],
    ['p', 1],
    ['q', 0],
  ] as const) {
    expect(at(kind, position, '0')).toMatchObject({ train: 64, test: 32, classes: 2, testAccuracy: 1 });
    expect(at(kind, position, '0').majority).toBeCloseTo(0.5, 1);
  }
  // The trade can be read only where the text has told it.
  expect(at('p', 1, '1').testAccuracy).toBe(1);
  expect(at('p', 0, '1').testAccuracy).toBeLessThan(0.9);
  expect(at('q', 0, '1').testAccuracy).toBeLessThan(0.9);
});

it('says what is missing', async () => {
  const empty = join(parent, 'empty');
  mkdirSync(empty);
  writeTable(empty, facts, []);
  writeTable(empty, probes, []);
  const options = { model: join(parent, 'model'), kinds: ['p' as const], steps: 1, learningRate: 1, seed: 1 };
  await expect(probeAttributes({ ...options, data: empty })).rejects.toThrow(/nothing to probe for/);
});
