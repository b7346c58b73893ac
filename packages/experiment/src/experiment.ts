import { analyzeSpec, claimIds } from '@lethe/analyze/declaration';
import { sectionNames, stageNames } from '@lethe/contracts';
import { dataSpec } from '@lethe/data/declaration';
import { modelSpec } from '@lethe/model/declaration';
import { probeSpec } from '@lethe/probe/declaration';
import { trainSpec } from '@lethe/train/declaration';
import * as z from 'zod';
import { extendsSpec } from './extend-experiment.js';
import { overridesOf, sweepSpec } from './sweep-axes.js';

const stageOverride = z.strictObject({
  command: z
    .string()
    .describe(
      'run instead of the built-in stage; {data}, {train}, {probe}, {from}, {out} and {config} are replaced by paths',
    ),
  inputs: z
    .array(z.string())
    .default([])
    .describe('files whose change reruns the stage, relative to experiment.json'),
});

/** `experiment.json`: the only file that a user writes. */
export const experimentSpec = z
  .strictObject({
    $schema: z.string().optional(),
    title: z.string().min(1).describe('one line; changing it does not rerun anything'),
    notes: z.string().optional().describe('free text; changing it does not rerun anything'),
    claims: z
      .array(z.enum(claimIds))
      .default([])
      .describe(
        'ids of the claims that it is made to settle, chosen before its results; changing them does not rerun anything',
      ),
    extends: extendsSpec
      .optional()
      .describe('the sections of another experiment, over which those of this one are laid'),
    data: dataSpec,
    model: modelSpec.optional().describe('what is trained; omitted if train.from names a model'),
    train: trainSpec,
    probe: probeSpec.prefault({}),
    analyze: analyzeSpec.prefault({}),
    sweep: sweepSpec.default([]),
    stages: z
      .partialRecord(z.enum(stageNames), stageOverride)
      .default({})
      .describe('stages replaced by other programs'),
    smoke: overridesOf(sectionNames)
      .optional()
      .describe('overrides that make the whole experiment run in seconds: nx run NAME:analyze -c smoke'),
  })
  .superRefine(({ model, train }, context) => {
    const issue = (path: string[], message: string): void =>
      context.addIssue({ code: 'custom', path, message });
    if (!model && !train.from) issue(['model'], 'expected a model, or train.from, which says where one is');
    if (model && train.from) issue(['model'], 'train.from already names a model; leave out one of them');
    if (train.lora && train.rankOne) issue(['train', 'rankOne'], 'leave out train.lora or train.rankOne');
    if (train.rankOne && !train.from)
      issue(['train', 'rankOne'], 'a change needs train.from, a model to change');
    if (train.lora || train.rankOne) {
      const noOptimizer = 'the optimizer trains an adapter, which the checkpoint holds merged into the model';
      if (train.from?.optimizer === 'keep') issue(['train', 'from', 'optimizer'], noOptimizer);
      if (!Array.isArray(train.checkpoints) && train.checkpoints.optimizer !== false)
        issue(['train', 'checkpoints', 'optimizer'], noOptimizer);
    }
    if (train.lora && !train.from) issue(['train', 'lora'], 'an adapter needs train.from, a model to adapt');
  });

export type ExperimentSpec = z.infer<typeof experimentSpec>;

/**
 * The JSON schema of experiment.json, from which editors complete and check it; the package holds it as
 * `experiment.schema.json`. It is a little looser than the parser: a JSON schema cannot express relations between keys
 * (the last injection before the last step, a width that is a multiple of the heads), and sections of an experiment that
 * extends another may be without keys that the other has.
 */
export function experimentJsonSchema(): Record<string, unknown> {
  const { properties, required, ...schema } = z.toJSONSchema(experimentSpec, {
    io: 'input',
    target: 'draft-7',
  });
  const isSection = (name: string): boolean => (sectionNames as readonly string[]).includes(name);
  const all = Object.entries(properties ?? {});
  const sections = all.filter(([name]) => isSection(name));
  return {
    ...schema,
    title: 'Lethe experiment',
    // What additionalProperties refuses is what does not stand here.
    properties: Object.fromEntries(all.map(([name, value]) => [name, isSection(name) ? true : value])),
    required: required!.filter((name) => !isSection(name)),
    if: { required: ['extends'] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON schema
    then: { properties: Object.fromEntries(sections.map(([name]) => [name, { type: 'object' }])) },
    else: { properties: Object.fromEntries(sections), required: required!.filter(isSection) },
  };
}
