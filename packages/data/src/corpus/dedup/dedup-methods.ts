import { byName } from '../../registry/declared-union.js';
import { exactMethod } from './exact/exact-method.js';
import { lineMethod, paragraphMethod } from './lines/unit-methods.js';
import { minhashMethod } from './minhash/minhash-method.js';
import { substringMethod } from './substring/substring-method.js';

/** Every method of deduplication. A new one is a file that calls `defineMethod`, and an entry here. */
export const methodKinds = [
  exactMethod,
  lineMethod,
  paragraphMethod,
  minhashMethod,
  substringMethod,
] as const;

/** The methods by name. */
export const dedupMethods = byName(methodKinds);

export type DedupMethodName = keyof typeof dedupMethods;
