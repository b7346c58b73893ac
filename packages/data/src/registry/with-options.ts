import type * as z from 'zod';
import type { Declared } from './declared-union.js';

/** Kinds that have options beside their own. */
export type WithOptions<Kinds extends readonly Declared[], Extra extends z.ZodRawShape> = {
  [I in keyof Kinds]: Omit<Kinds[I], 'options'> & { options: Kinds[I]['options'] & Extra };
};

/** The kinds, each with these options too. */
export const withOptions = <
  const Kinds extends readonly [Declared, ...Declared[]],
  const Extra extends z.ZodRawShape,
>(
  kinds: Kinds,
  extra: Extra,
): WithOptions<Kinds, Extra> =>
  kinds.map((kind) => ({ ...kind, options: { ...kind.options, ...extra } })) as unknown as WithOptions<
    Kinds,
    Extra
  >;
