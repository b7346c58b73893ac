import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { LetheError, sectionNames } from '@lethe/contracts';
import * as z from 'zod';
import { mergeOverrides } from './merge-overrides.js';

type Json = Record<string, unknown>;
type Section = (typeof sectionNames)[number];

/** Another experiment, over whose sections those of this one are laid. */
export const extendsSpec = z.strictObject({
  experiment: z.string().min(1).describe('name of an experiment in a directory beside this one'),
  sections: z.array(z.enum(sectionNames)).min(1).describe('sections to take, those of its smoke version too'),
});

/** What an experiment takes from the file of another. */
export interface ExtendedFile {
  directory: string;
  sections: readonly Section[];
}

export interface ExtendedExperiment {
  json: Json;
  /** The experiments that it extends, nearest first. */
  extended: readonly ExtendedFile[];
}

/**
 * Lays an experiment over the sections of the one that it extends: objects are merged, everything else is replaced. The
 * other may extend a further one.
 * @param file of the experiment
 * @param readJson reads a file of another experiment
 * @throws LetheError when there is no such experiment, it has none of the sections, or experiments extend each other in
 *   a circle
 */
export function extendExperiment(
  json: Json,
  file: string,
  readJson: (file: string) => Json,
  trail: readonly string[] = [file],
): ExtendedExperiment {
  const spec = extendsSpec.safeParse(json.extends);
  // Where there is a mistake in it, the schema of the whole tells it.
  if (!spec.success) return { json, extended: [] };
  const { experiment, sections } = spec.data;
  const where = `${file}, extends`;
  const directory = join(dirname(dirname(file)), experiment);
  const other = join(directory, 'experiment.json');
  if (!existsSync(other)) {
    throw new LetheError({
      what: 'there is no such experiment to extend',
      where: `${where}.experiment`,
      expected: 'the name of a directory beside that of this experiment, with an experiment.json',
      found: `${experiment}: no ${other}`,
      next: 'correct the name, or write that experiment first',
    });
  }
  if (trail.includes(other)) {
    const names = [...trail, other].map((path) => basename(dirname(path)));
    throw new LetheError({
      what: 'experiments extend each other in a circle',
      where: `${where}.experiment`,
      found: names.join(' -> '),
      next: 'let the first of them extend none',
    });
  }
  const base = extendExperiment(readJson(other), other, readJson, [...trail, other]);
  const missing = sections.find((section) => !Object.hasOwn(base.json, section));
  if (missing !== undefined) {
    throw new LetheError({
      what: `experiment ${experiment} has no such section`,
      where: `${where}.sections`,
      found: missing,
      next: `leave ${missing} out`,
    });
  }
  const smoke = takeSections(sectionsOf(base.json.smoke), sectionsOf(json.smoke), sections);
  return {
    json: {
      ...takeSections(base.json, json, sections),
      ...(Object.keys(smoke).length > 0 ? { smoke } : {}),
    },
    extended: [
      { directory, sections },
      ...base.extended.flatMap((one) => {
        const taken = one.sections.filter((section) => sections.includes(section));
        return taken.length > 0 ? [{ ...one, sections: taken }] : [];
      }),
    ],
  };
}

function takeSections(base: Json, own: Json, sections: readonly Section[]): Json {
  const taken = { ...own };
  for (const section of sections) {
    if (!Object.hasOwn(base, section)) continue;
    taken[section] = Object.hasOwn(own, section)
      ? mergeOverrides(base[section], own[section])
      : base[section];
  }
  return taken;
}

const sectionsOf = (smoke: unknown): Json =>
  typeof smoke === 'object' && smoke !== null && !Array.isArray(smoke) ? (smoke as Json) : {};
