import * as z from 'zod';
import { type ArchitectureName, architectureOf, architectures } from '../architectures/registry.js';
import { type Architecture, type CommonConfig, commonKeys, type ModelKeys } from '../blocks/architecture.js';
import { describeKey } from './describe.js';

type Registered = (typeof architectures)[number];
type Intersection<Union> = (Union extends unknown ? (member: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never;

/** Keys that only some architectures have. */
type OwnKeys = Intersection<Registered['keys']> & ModelKeys;

/** Names of sizes of models. */
export type ModelPreset = {
  [Name in ArchitectureName]: Extract<keyof Extract<Registered, { name: Name }>['presets'], string>;
}[ArchitectureName];

const all: readonly Architecture<CommonConfig, ModelKeys>[] = architectures;

export const architectureNames: readonly ArchitectureName[] = architectures.map(({ name }) => name);
const DEFAULT_ARCHITECTURE: ArchitectureName = 'gpt2';

/** The keys of all architectures. @throws Error when two declare different schemas for one key */
function collectKeys(): OwnKeys {
  const keys: ModelKeys = {};
  for (const [key, schema] of all.flatMap((architecture) => Object.entries(architecture.keys))) {
    keys[key] ??= schema;
    if (keys[key] !== schema) throw new Error(`architectures disagree on the key ${key}`);
  }
  return keys as OwnKeys;
}

/** The schemas with the architectures that have them in their descriptions. */
function described<Keys extends ModelKeys>(keys: Keys): Keys {
  const entries = Object.entries(keys).map(([key, schema]) => {
    const having = all.filter((architecture) => key in commonKeys || key in architecture.keys);
    const names = having.map(({ name }) => name);
    return [key, schema.description ? schema.describe(describeKey(key, schema.description, names)) : schema];
  });
  return Object.fromEntries(entries) as Keys;
}

const ownKeys = collectKeys();

/** The keys of a model besides its preset. */
const modelFields = z.strictObject({
  architecture: z
    .enum(architectureNames)
    .optional()
    .describe(`by default ${DEFAULT_ARCHITECTURE}, if no preset is given`),
  ...described(commonKeys),
  ...described(ownKeys),
});

/** What a user may write as a model besides a preset. */
export type ModelFields = z.input<typeof modelFields>;

/** Sizes of models: the published ones under their names, and small ones of the same kinds. */
export const modelPresets = Object.fromEntries(
  all.flatMap(({ name, presets }) =>
    Object.entries(presets).map(([preset, sizes]) => [preset, { architecture: name, ...sizes }]),
  ),
) as Record<ModelPreset, ModelFields>;

/** The model that is trained: a preset, or sizes. */
export const modelSpec = modelFields
  .extend({
    preset: z
      .enum(Object.keys(modelPresets) as ModelPreset[])
      .optional()
      .describe('sizes of a named model; other keys override them'),
  })
  .transform(({ preset, ...own }) => {
    const given = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
    const named: ModelFields = preset === undefined ? {} : modelPresets[preset];
    // A preset of another architecture would lend sizes that mean something else.
    const foreign =
      preset !== undefined && own.architecture !== undefined && own.architecture !== named.architecture;
    const merged: z.output<typeof modelFields> = modelFields.parse({ ...(foreign ? {} : named), ...given });
    const architecture = own.architecture ?? named.architecture ?? DEFAULT_ARCHITECTURE;
    return { ...merged, architecture, foreign };
  })
  .superRefine((model, context) => {
    const issue = (key: string, message: string): void => {
      context.addIssue({ code: 'custom', path: [key], message });
    };
    const { name, keys, check } = architectureOf(model.architecture);
    if (model.foreign) issue('architecture', 'the preset is of another architecture; leave out one of them');
    for (const key of Object.keys(ownKeys) as (keyof typeof model)[]) {
      if (model[key] !== undefined && !(key in keys)) {
        issue(key, `a model of architecture ${name} has no ${key}`);
      }
    }
    check(model, issue);
  })
  .transform(({ foreign: _, ...model }) => ({
    ...model,
    layers: model.layers ?? 1,
    heads: model.heads ?? 1,
    width: model.width ?? 0,
  }));

/** A model with its preset filled in; `width` is 0 where the vocabulary decides it. */
export type ModelSpec = z.output<typeof modelSpec>;
