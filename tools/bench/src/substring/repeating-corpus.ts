import { createRandom, type Random } from '@lethe/contracts';
import { type CorpusDocument, generateBackground } from '@lethe/data';

/** One word in 60 is replaced in each copy, so that some repeats are longer than 50 words and some shorter. */
const WORDS_PER_EDIT = 60;
/** Documents generated at a time. */
const GENERATED = 1000;

/**
 * Documents with repeats, until they hold `bytes` bytes of UTF-8: in turn a generated one, and a copy of one of
 * `originals`, or of a generated one where there are none, with some words replaced.
 */
export function* repeatingCorpus(
  originals: readonly string[],
  bytes: number,
  seed: number,
): Generator<CorpusDocument> {
  let written = 0;
  let generated: string[] = [];
  const document = (id: string, text: string, source: string): CorpusDocument => {
    written += Buffer.byteLength(text);
    return { id, text, source };
  };
  for (let i = 0; written < bytes; i++) {
    const place = i % GENERATED;
    if (place === 0) {
      generated = generateBackground(GENERATED, seed + i / GENERATED).map(({ text }) => text);
    }
    yield document(`generated-${i}`, generated[place]!, 'generated');
    if (written >= bytes) return;
    const templates = originals.length > 0 ? originals : generated;
    const random = createRandom(seed, 'bench/substring/edits', i);
    yield document(`copy-${i}`, edit(templates[i % templates.length]!, random), 'copy');
  }
}

function edit(text: string, random: Random): string {
  return text
    .split(' ')
    .map((word) => (random.int(WORDS_PER_EDIT) === 0 ? `edit${random.int(1_000_000)}` : word))
    .join(' ');
}
