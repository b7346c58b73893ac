import type { TensorFlow } from '@lethe/runtime';
import * as z from 'zod';
import { adamw } from './adamw.js';
import type { Optimizer } from './optimizer.js';
import { sgd } from './sgd.js';

/** Every optimizer, the default one first. To add one, write a file that exports it and list it here. */
const optimizers = [adamw, sgd] as const;

type Declared = (typeof optimizers)[number];

type SpecOf<D> = D extends { type: infer Type; options: infer Options extends z.ZodRawShape }
  ? { type: Type; learningRate: number } & z.output<z.ZodObject<Options>>
  : never;

/** The options of the optimizer that is chosen, defaults filled in. */
export type OptimizerSpec = SpecOf<Declared>;

const types = optimizers.map(({ type }) => type);

/**
 * How gradients become updates. The options of all optimizers stand side by side, so that an override may change the
 * type alone; one that the chosen optimizer lacks is an error.
 */
export const optimizerSpec = z
  .strictObject({
    type: z.enum(types).default(types[0]!),
    learningRate: z.number().positive().describe('peak learning rate'),
    ...optionFields(),
  })
  .superRefine(({ type, learningRate: _, ...given }, context) => {
    const { options, problem } = declarationOf(type);
    for (const [key, value] of Object.entries(given)) {
      if (value === undefined || key in options) continue;
      context.addIssue({ code: 'custom', path: [key], message: `${type} has no ${key}` });
    }
    const found = problem?.(z.object(options).parse(given));
    if (found) context.addIssue({ code: 'custom', path: [found.path], message: found.message });
  })
  .transform(
    ({ type, learningRate, ...given }) =>
      ({ type, learningRate, ...z.object(declarationOf(type).options).parse(given) }) as OptimizerSpec,
  );

/** The optimizer that an experiment asks for. */
export function createOptimizer(spec: OptimizerSpec, tf: TensorFlow): Optimizer {
  return declarationOf(spec.type).create(spec, tf);
}

interface AnyDeclaration {
  options: Record<string, z.ZodDefault>;
  problem?(options: object): { path: string; message: string } | undefined;
  create(options: object, tf: TensorFlow): Optimizer;
}

function declarationOf(type: Declared['type']): AnyDeclaration {
  return optimizers.find((declared) => declared.type === type) as AnyDeclaration;
}

/** The options of all optimizers as optional fields, whose descriptions say whose they are and what they default to. */
function optionFields(): Record<string, z.ZodType> {
  const described = new Map<string, { schema: z.ZodType; texts: string[] }>();
  for (const { type, options } of optimizers) {
    for (const [key, option] of Object.entries(options) as [string, z.ZodDefault<z.ZodType>][]) {
      const { schema, texts } = described.get(key) ?? { schema: option.unwrap(), texts: [] };
      const text = `${type}: ${option.description}; ${option.def.defaultValue} by default`;
      described.set(key, { schema, texts: [...texts, text] });
    }
  }
  return Object.fromEntries(
    [...described].map(([key, { schema, texts }]) => [key, schema.optional().describe(texts.join('. '))]),
  );
}
