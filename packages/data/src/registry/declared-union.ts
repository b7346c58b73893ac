import * as z from 'zod';

/** One kind of a thing: what an experiment calls it, what it is, and the options that it has. */
export interface Declared<Name extends string = string, Shape extends z.ZodRawShape = z.ZodRawShape> {
  name: Name;
  description: string;
  options: Shape;
  /** Conditions on several options together. */
  conditions?: readonly Condition<Shape>[];
}

/** A condition on the options of a kind, and the message when it does not hold. */
interface Condition<Shape extends z.ZodRawShape> {
  holds(options: OptionsOf<Shape>): boolean;
  error: string;
}

type Variants<Key extends string, Kinds extends readonly Declared[]> = {
  [I in keyof Kinds]: z.ZodObject<
    { [K in Key]: z.ZodLiteral<Kinds[I]['name']> } & Kinds[I]['options'],
    z.core.$strict
  >;
};

/** Schema of a choice among kinds: an object whose `key` names one, with the options of that kind. */
export function declaredUnion<
  const Key extends string,
  const Kinds extends readonly [Declared, ...Declared[]],
>(key: Key, kinds: Kinds): z.ZodDiscriminatedUnion<Variants<Key, Kinds>, Key> {
  const variants = kinds.map(({ name, description, options, conditions = [] }) =>
    conditions.reduce(
      (schema, { holds, error }) => schema.refine((given) => holds(given as never), error),
      z.strictObject({ [key]: z.literal(name).describe(description), ...options }),
    ),
  );
  return z.discriminatedUnion(key, variants as never) as never;
}

/** The options of a kind, as its schema gives them. */
export type OptionsOf<Shape extends z.ZodRawShape> = z.infer<z.ZodObject<Shape, z.core.$strict>>;

/** Kinds by their names. */
export function byName<const Kinds extends readonly { name: string }[]>(kinds: Kinds) {
  return Object.fromEntries(kinds.map((kind) => [kind.name, kind])) as {
    [Kind in Kinds[number] as Kind['name']]: Kind;
  };
}
