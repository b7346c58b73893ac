import { UsageError } from '../process/report-error.js';

/** What zod schemas have in common, as far as options need it: tools/cli does not depend on zod. */
interface Schema<Output> {
  safeParse(
    input: unknown,
  ):
    | { success: true; data: Output }
    | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } };
}

/**
 * Checks options by the schema that the experiment spec has for the same keys; those that are absent get its defaults.
 * @param options the name and value of the option behind every key
 * @throws UsageError naming the option that is wrong
 */
export function parseOptions<Output>(
  schema: Schema<Output>,
  options: Readonly<Record<string, readonly [name: string, value: unknown]>>,
): Output {
  const given = Object.entries(options).filter(([, [, value]]) => value !== undefined);
  const parsed = schema.safeParse(Object.fromEntries(given.map(([key, [, value]]) => [key, value])));
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  const [name, value] = options[String(path[0])] ?? [String(path[0]), undefined];
  throw new UsageError(`lethe: ${name} ${JSON.stringify(value)}: ${message}`);
}
