import { LetheError, type Problem, readJson, schemaMistakes } from '@lethe/contracts';
import type * as z from 'zod';

/** A file that is kept beside a page. @throws LetheError when it is not JSON, or not as the schema says */
export function readKept<T extends z.ZodType>(
  path: string,
  schema: T,
  { what, next }: Required<Pick<Problem, 'what' | 'next'>>,
): z.infer<T> {
  const parsed = schema.safeParse(readJson(path, { what, next }));
  if (parsed.success) return parsed.data;
  throw new LetheError({ what: `${what}\n${schemaMistakes(parsed.error)}`, where: path, next });
}
