import { byName } from '../../registry/declared-union.js';
import { exactMethod } from './exact/exact-method.js';
import { lineMethod, paragraphMethod } from './lines/unit-methods.js';
import { minhashMethod } from './minhash/minhash-method.js';
import { substringMethod } from './substring/substring-method.js';

/** Every method of deduplication by its name. A new one is a file that calls `defineMethod`, and an entry here. */
export const dedupMethods = byName([
  exactMethod,
  lineMethod,
  paragraphMethod,
  minhashMethod,
  substringMethod,
]);

export type DedupMethodName = keyof typeof dedupMethods;
