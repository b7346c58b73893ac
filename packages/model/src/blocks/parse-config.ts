import { LetheError } from '@lethe/contracts';
import * as z from 'zod';

/**
 * Parses config.json by a schema that allows what an implementation can honour.
 * @param kind what is expected, in words
 * @throws LetheError naming the fields that are absent or not supported
 */
export function parseConfig<S extends z.ZodType>(
  schema: S,
  json: unknown,
  where: string,
  kind: string,
): z.output<S> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new LetheError({
    what: `this model cannot be read\n${z.prettifyError(parsed.error)}`,
    where,
    expected: kind,
    next: 'use a checkpoint of that kind',
  });
}
