import { LetheError } from '@lethe/contracts';
import type { Argv, CommandModule, Options } from 'yargs';
import * as z from 'zod';
import { UsageError } from '../process/report-error.js';

/** The environment of a command: where to print, and whether to stop. */
export interface Terminal {
  /** Results, to stdout. */
  print: (text: string) => void;
  /** Progress, to stderr. */
  log: (line: string) => void;
  signal: AbortSignal;
}

export type Command = CommandModule;

const nameOf = ({ command }: Command): string => String(command).split(' ')[0]!;

export interface CommandDeclaration<Shape extends z.ZodRawShape> {
  /** Its name and its positional arguments, as in `dedup [input..]`. */
  command: string;
  description: string;
  /**
   * Its arguments by name in camel case; those that `command` names are positional. Type, choices, default and help
   * follow from the schemas, and what a user gives is checked by them.
   */
  options: Shape;
  /** Subcommands; a command that has some does not run itself. */
  commands?: readonly Command[];
  run?: (options: z.output<z.ZodObject<Shape>>, terminal: Terminal) => void | Promise<void>;
}

/** Makes a yargs command of a declaration. */
export function defineCommand<Shape extends z.ZodRawShape>(
  terminal: Terminal,
  { command, description, options, commands = [], run }: CommandDeclaration<Shape>,
): Command {
  const positionals = [...command.matchAll(/[<[](\w+)/g)].map((match) => match[1]!);
  const fields = Object.entries(options).map(([key, field]) => describeField(key, field as z.ZodType));
  return {
    command,
    describe: description,
    builder: (yargs) => {
      if (commands.length > 0) yargs.command([...commands]);
      if (run === undefined)
        yargs.demandCommand(1, `name a subcommand: ${commands.map(nameOf).join(' or ')}`);
      for (const { key, name, option } of fields) {
        if (positionals.includes(key)) yargs.positional(key, { ...option, requiresArg: false } as never);
        else yargs.option(name, option);
      }
      return fields.some(({ option }) => option.array) ? takeLists(yargs, fields) : yargs;
    },
    handler: async (parsed) => {
      if (run === undefined) return;
      const given = Object.fromEntries(
        fields.flatMap(({ key, name }) => (parsed[name] === undefined ? [] : [[key, parsed[name]]])),
      );
      await run(checkOptions(z.object(options), given), terminal);
    },
  };
}

/**
 * Checks options, and fills in defaults.
 * @throws LetheError naming the option as it is written on the command line
 */
export function checkOptions<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  given: Readonly<Record<string, unknown>>,
): z.output<z.ZodObject<Shape>> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  const [key, ...rest] = path.map(String);
  const value = given[key!];
  throw new LetheError({
    what: 'the value of this option is not valid',
    where: optionName(key!),
    expected: (rest.length === 0 && rangeOf(schema.shape[key!] as z.ZodType)) || message,
    found: Number.isNaN(value) ? 'not a number' : typeof value === 'string' ? value : JSON.stringify(value),
  });
}

/** The option as it is written on the command line: `--min-length` for `minLength`. */
export const optionName = (key: string): string => `--${kebab(key)}`;

const kebab = (key: string): string => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

interface Field {
  key: string;
  /** As yargs knows it. */
  name: string;
  option: Options;
}

/** An option for yargs; its default is only shown, since the schema fills it in. */
function describeField(key: string, field: z.ZodType): Field {
  const json = jsonSchemaOf(field);
  const value = json.type === 'array' ? (json.items as z.core.JSONSchema.JSONSchema) : json;
  const choices = value.enum as string[] | undefined;
  // A text or nothing: --id-field NAME or --no-id-field.
  const orNone = value.anyOf?.some((option) => typeof option === 'object' && option.const === false) ?? false;
  const type =
    value.type === 'integer' ? 'number' : ((value.type ?? 'string') as 'number' | 'string' | 'boolean');
  const alias = field.meta()?.alias as string | undefined;
  return {
    key,
    name: kebab(key),
    option: {
      ...(choices ? { choices } : { type }),
      ...(json.type === 'array' ? { array: true } : {}),
      ...(json.default === undefined || type === 'boolean' || isEmpty(json.default)
        ? {}
        : { defaultDescription: JSON.stringify(json.default) }),
      demandOption: !field.safeParse(undefined).success,
      requiresArg: type !== 'boolean' && !orNone,
      describe: field.description ?? json.description ?? '',
      ...(alias === undefined ? {} : { alias }),
      global: false,
    },
  };
}

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

const jsonSchemaOf = (field: z.ZodType): z.core.JSONSchema.JSONSchema =>
  z.toJSONSchema(field, { io: 'input', unrepresentable: 'any' });

/** `a whole number from 1 to 10`; undefined if it is not a number. */
export function rangeOf(field: z.ZodType): string | undefined {
  const { type, minimum, exclusiveMinimum, maximum, exclusiveMaximum } = jsonSchemaOf(field);
  if (type !== 'integer' && type !== 'number') return undefined;
  const bounded = (value: unknown): value is number =>
    typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER;
  return [
    type === 'integer' ? 'a whole number' : 'a number',
    ...(bounded(exclusiveMinimum) ? [`above ${exclusiveMinimum}`] : []),
    ...(bounded(minimum)
      ? [`from ${minimum}${bounded(maximum) || bounded(exclusiveMaximum) ? '' : ' on'}`]
      : []),
    ...(bounded(maximum) ? [`${bounded(minimum) ? 'to' : 'up to'} ${maximum}`] : []),
    ...(bounded(exclusiveMaximum) ? [`and below ${exclusiveMaximum}`] : []),
  ].join(' ');
}

/** The rule that the last of two values counts, which the whole command line has, would leave one of a list. */
function takeLists<T>(yargs: Argv<T>, fields: readonly Field[]): Argv<T> {
  const lists = new Set(fields.flatMap(({ key, name, option }) => (option.array ? [key, name] : [])));
  return yargs.parserConfiguration({ 'duplicate-arguments-array': true }).check((parsed: object) => {
    for (const [name, value] of Object.entries(parsed)) {
      if (name === '_' || !Array.isArray(value) || lists.has(name)) continue;
      throw new UsageError(`lethe: --${name} takes one value\n  found:    ${value.join(', ')}`);
    }
    return true;
  });
}
