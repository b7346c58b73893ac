import { LetheError, schemaMistakes } from '@lethe/contracts';
import * as z from 'zod';

/** The words for a configuration file in errors. */
export interface ConfigKind {
  subject: 'model' | 'adapter';
  /** What is expected, such as `a Llama without biases`. */
  expected: string;
  /** What to use instead. */
  next: string;
}

/**
 * Parses a configuration file by a schema that allows what an implementation can honour.
 * @throws LetheError naming the fields that are absent or not supported
 */
export function parseConfig<S extends z.ZodType>(
  schema: S,
  json: unknown,
  where: string,
  { subject, expected, next }: ConfigKind,
): z.output<S> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new LetheError({
    what: `this ${subject} cannot be read\n${schemaMistakes(parsed.error)}`,
    where,
    expected,
    next,
  });
}

/** The field of config.json with which a model computes in fewer bits than its weights have. */
export const notQuantized = {
  quantization_config: z.null({ error: 'quantized models are not supported' }).optional(),
};

/** `parseConfig` for config.json. @param expected what is expected, in words */
export function parseModelConfig<S extends z.ZodType>(
  schema: S,
  json: unknown,
  where: string,
  expected: string,
): z.output<S> {
  return parseConfig(schema, json, where, {
    subject: 'model',
    expected,
    next: 'use a checkpoint of that kind',
  });
}
