import { LetheError, schemaMistakes } from '@lethe/contracts';
import * as z from 'zod';

/** A kind of normalizer or pre-tokenizer of `tokenizer.json`. */
export interface Kind<T> {
  /** Its fields besides `type`; any other is refused. */
  fields: z.ZodType;
  create(options: never, nested: (value: unknown) => T): T;
}

/** Sequences inside sequences. */
const DEEPEST = 16;

/** Declares a kind, so that `create` has the types of its fields. */
export function defineKind<T, Fields extends z.ZodRawShape>(
  fields: Fields,
  create: (options: z.output<z.ZodObject<Fields>>, nested: (value: unknown) => T) => T,
): Kind<T> {
  return { fields: z.strictObject({ ...fields, type: z.string() }), create } as Kind<T>;
}

/**
 * Creates the component that a part of `tokenizer.json` describes.
 * @param part `normalizer` or `pre_tokenizer`
 * @throws LetheError naming a kind that is not in the registry, or a field that it cannot honour
 */
export function createComponent<T>(
  registry: Readonly<Record<string, Kind<T>>>,
  part: string,
  value: unknown,
  where: string,
  depth = 0,
): T {
  const nested = (inner: unknown): T => createComponent(registry, part, inner, where, depth + 1);
  const type = (value as { type?: unknown } | null)?.type;
  const kind = Object.hasOwn(registry, String(type)) ? registry[String(type)] : undefined;
  if (!kind || depth > DEEPEST) {
    throw new LetheError({
      what: `this tokenizer has a ${part} that is not supported`,
      where,
      expected: Object.keys(registry).join(', '),
      found: kind ? `more than ${DEEPEST} inside each other` : (JSON.stringify(type) ?? 'none'),
      next: 'use another tokenizer',
    });
  }
  const parsed = kind.fields.safeParse(value);
  if (parsed.success) return kind.create(parsed.data as never, nested);
  throw new LetheError({
    what: `the ${part} ${type} of this tokenizer cannot be read\n${schemaMistakes(parsed.error)}`,
    where,
    next: 'use another tokenizer',
  });
}
