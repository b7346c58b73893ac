import { LetheError } from '@lethe/contracts';
import * as z from 'zod';

/**
 * Parses the configuration of a model or adapter by a schema that allows what an implementation can honour.
 * @param kind what is expected, in words
 * @param subject what the file configures
 * @throws LetheError naming the fields that are absent or not supported
 */
export function parseConfig<S extends z.ZodType>(
  schema: S,
  json: unknown,
  where: string,
  kind: string,
  subject: 'model' | 'adapter' = 'model',
): z.output<S> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new LetheError({
    what: `this ${subject} cannot be read\n${z.prettifyError(parsed.error)}`,
    where,
    expected: kind,
    next: `use ${subject === 'model' ? 'a checkpoint' : 'an adapter'} of that kind`,
  });
}
