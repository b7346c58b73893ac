import { LetheError } from '@lethe/contracts';
import * as z from 'zod';
import { checkOptions, optionName, rangeOf } from './command.js';

/** The options of one kind: a method of deduplication, a law, a world. */
export interface Kind {
  description: string;
  options: z.ZodRawShape;
}

/**
 * The options of all kinds together, none of them required here and none with a default, so that given options can be
 * told apart; help names the kinds that have each.
 */
export function optionsOfKinds(kinds: Readonly<Record<string, Kind>>): Record<string, z.ZodType> {
  const having = new Map<string, Map<string, { field: z.ZodType; names: string[] }>>();
  for (const [name, { options }] of Object.entries(kinds)) {
    for (const [key, schema] of Object.entries(options)) {
      const field = schema as z.ZodType;
      const meanings = having.get(key) ?? new Map();
      having.set(key, meanings);
      const meaning = `${descriptionOf(field)}${describeDefault(field)}`;
      const { names } = meanings.get(meaning) ?? { names: [] };
      meanings.set(meaning, { field, names: [...names, name] });
    }
  }
  return Object.fromEntries(
    [...having].map(([key, meanings]) => {
      const help = [...meanings].map(([meaning, { names }]) => `${names.join(', ')}: ${meaning}`);
      const [first, second] = [...meanings.values()].map(({ field }) => givenOnly(field));
      // Kinds may bound the same option differently; the chosen one checks it.
      const field = second !== undefined && rangeOf(first!) !== undefined ? z.number().optional() : first!;
      return [key, field.describe(help.join('. '))];
    }),
  );
}

/** Names and what they mean, for the help of the option that chooses one. */
export const describeKinds = (kinds: Readonly<Record<string, Pick<Kind, 'description'>>>): string =>
  Object.entries(kinds)
    .map(([name, { description }]) => `${name}: ${description}`)
    .join('. ');

/**
 * The options of one kind among those that were given, as they were given.
 * @param chooser the option that chose the kind, such as `method`
 * @throws LetheError for an option that only other kinds have
 */
export function givenOptions(
  kinds: Readonly<Record<string, Kind>>,
  chooser: string,
  name: string,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const own = kinds[name]!.options;
  const known = new Set(Object.values(kinds).flatMap(({ options }) => Object.keys(options)));
  for (const key of known) {
    if (given[key] === undefined || key in own) continue;
    const having = Object.keys(kinds).filter((other) => key in kinds[other]!.options);
    const names = Object.keys(own).map(optionName);
    throw new LetheError({
      what: `${optionName(chooser)} ${name} has no such option`,
      where: optionName(key),
      expected: names.length > 0 ? `only ${names.join(', ')}` : 'none',
      next: `leave it out, or choose one that has it: ${optionName(chooser)} ${having.join(' or ')}`,
    });
  }
  return Object.fromEntries(
    Object.keys(own).flatMap((key) => (given[key] === undefined ? [] : [[key, given[key]]])),
  );
}

/** `givenOptions`, checked, with the defaults of the kind filled in. */
export function chosenOptions<Shape extends z.ZodRawShape>(
  kinds: Readonly<Record<string, Kind>>,
  chooser: string,
  name: string,
  given: Readonly<Record<string, unknown>>,
): z.output<z.ZodObject<Shape>> {
  const schema = z.object(kinds[name]!.options as Shape);
  return checkOptions(schema, givenOptions(kinds, chooser, name, given));
}

/** The schema without its default: omitted stays omitted. */
function givenOnly(field: z.ZodType): z.ZodType {
  return field instanceof z.ZodDefault ? (field.unwrap() as z.ZodType).optional() : field.optional();
}

/** The description of a schema, or of the schema that it makes optional. */
function descriptionOf(field: z.ZodType): string {
  if (field.description !== undefined) return field.description;
  return field instanceof z.ZodOptional ? descriptionOf(field.unwrap() as z.ZodType) : '';
}

function describeDefault(field: z.ZodType): string {
  return field instanceof z.ZodDefault ? ` (${JSON.stringify(field.def.defaultValue)} by default)` : '';
}
