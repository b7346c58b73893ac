import { type Tokenizer, toWordTokenizerJson } from '@lethe/tokenizers';
import type { FactWithProbes } from '../../corpus/facts/fact-set.js';
import { biographyFacts } from './biographies/biography-facts.js';
import { type BiographyOptions, createBiographies } from './biographies/create-biographies.js';
import { inventFacts } from './generated/generate-facts.js';
import { checkSize } from './size/check-size.js';
import { createSymbolicWorld, splitSubjects } from './symbolic/create-symbolic-world.js';
import { symbolicFacts } from './symbolic/symbolic-facts.js';
import { resolveSymbolicSizes, type SymbolicOptions } from './symbolic/symbolic-options.js';

/** Which world, and what it is made of. */
export type WorldRequest =
  | { kind: 'passages'; facts: number; seed: number }
  | ({ kind: 'biographies' } & BiographyOptions)
  | ({ kind: 'symbolic'; fineTuned: number } & SymbolicOptions);

/** A world of facts. */
export interface World {
  /** Makes the facts, in order; each call starts over. */
  facts(): Iterable<FactWithProbes>;
  /** The world's own tokenizer with its `tokenizer.json`, where it has one. */
  vocabulary?: { tokenizer: Tokenizer; json: string };
}

/** How many facts a world has. */
export function sizeOfWorld(request: WorldRequest): number {
  switch (request.kind) {
    case 'passages':
      return request.facts;
    case 'biographies':
      return request.persons;
    case 'symbolic':
      return resolveSymbolicSizes(request).subjects;
  }
}

/**
 * The world that the options describe.
 * @param scenarios scenario of every fact
 * @throws LetheError for sizes that no world can have
 */
export function openWorld(request: WorldRequest, scenarios: readonly string[]): World {
  checkSize('seed', request.seed, { low: 0, high: Number.MAX_SAFE_INTEGER });
  switch (request.kind) {
    case 'passages': {
      checkSize('facts', request.facts, { low: 1, high: 1_000_000 });
      return { facts: () => inventFacts(scenarios, request.seed) };
    }
    case 'biographies': {
      const world = createBiographies(request);
      return { facts: () => biographyFacts(world, scenarios) };
    }
    case 'symbolic': {
      const world = createSymbolicWorld(request);
      const { tokenizer, words } = world.vocabulary;
      splitSubjects(world, request.fineTuned);
      return {
        facts: () => symbolicFacts(world, { fineTuned: request.fineTuned, scenarios }),
        vocabulary: { tokenizer, json: toWordTokenizerJson(words) },
      };
    }
  }
}
