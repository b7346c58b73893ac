import type { Profile, StageName } from '@lethe/contracts';
import { mergeOverrides } from './merge-overrides.js';
import type { SweepAxis } from './sweep-axes.js';

/** A swept value by the label of its axis; a variant by its name. */
export type SweptValues = Record<string, number | string>;

/** Runs of a sweep; it is planned in whole before each command, half a millisecond a run. */
export const MAX_RUNS = 5000;

/** Number of combinations of values. */
export const countRuns = (sweep: readonly SweepAxis[]): number =>
  sweep.reduce((count, axis) => count * choicesOf(axis).length, 1);

/** Every combination of the values that a profile has, the last axis varying fastest. */
export function combinations(sweep: readonly SweepAxis[], profile: Profile = 'full'): SweptValues[] {
  return sweep.reduce<SweptValues[]>(
    (partial, axis) =>
      partial.flatMap((values) =>
        choicesIn(axis, profile).map((value) => ({ ...values, [axis.label]: value })),
      ),
    [{}],
  );
}

/** The values of an axis, or the names of its variants. */
export const choicesOf = (axis: SweepAxis): (number | string)[] =>
  'variants' in axis ? Object.keys(axis.variants) : axis.values;

function choicesIn(axis: SweepAxis, profile: Profile): (number | string)[] {
  const choices = choicesOf(axis);
  if (profile === 'full' || axis.smoke === undefined) return choices;
  const wanted = smokeChoicesOf(axis);
  return choices.filter((value) => wanted.includes(value));
}

/** The values of which the smoke version is said to have runs; numbers that stand for others are keys, which are texts. */
export function smokeChoicesOf(axis: SweepAxis): (number | string)[] {
  const { smoke = [] } = axis;
  if (Array.isArray(smoke)) return smoke;
  const choices = choicesOf(axis);
  return Object.keys(smoke).map((key) => choices.find((value) => String(value) === key) ?? key);
}

/** What stands for a swept value in the smoke version. */
const smallValueOf = ({ smoke }: SweepAxis, value: number | string): number | string =>
  (Array.isArray(smoke) ? undefined : smoke?.[String(value)]) ?? value;

/** `bs32-s1`; empty without axes. */
export function runId(axes: readonly SweepAxis[], values: SweptValues): string {
  return axes.map((axis) => `${axis.label}${values[axis.label]}`).join('-');
}

/**
 * Lays swept values over the JSON of an experiment. They, or what stands for them, win over smoke overrides of the same keys. Labels in braces in
 * `train.from.run`, such as `k{k}-s{s}`, become their values.
 */
export function applySweep(
  original: Record<string, unknown>,
  sweep: readonly SweepAxis[],
  values: SweptValues,
): Record<string, unknown> {
  let json = structuredClone(original);
  for (const axis of sweep) {
    const value = values[axis.label]!;
    if ('variants' in axis) {
      const variant = axis.variants[value]!;
      json = mergeOverrides(json, structuredClone(variant));
      for (const path of leaves(variant)) overrideSmoke(json, path, valueAt(variant, path));
    } else {
      for (const path of [axis.path].flat()) {
        const small = smallValueOf(axis, value);
        setPath(json, path.split('.'), value);
        if (small === value) overrideSmoke(json, path.split('.'), value);
        else setPath(json, ['smoke', ...path.split('.')], small);
      }
    }
  }
  for (const section of [json, json.smoke]) fillRun(section, values);
  return json;
}

/** The sections of the experiment that an axis changes; what `train.from.run` names belongs to train. */
export function sectionsOf(axis: SweepAxis, json: Record<string, unknown>): string[] {
  const own =
    'variants' in axis
      ? Object.values(axis.variants).flatMap((variant) => Object.keys(variant))
      : [axis.path].flat().map((path) => path.split('.')[0]!);
  const isNamed = originRuns(json).some((run) => run.includes(`{${axis.label}}`));
  return [...new Set(isNamed ? [...own, 'train'] : own)];
}

/** Whether the tasks of a stage for the values of this axis run in one process. */
export function isTogether({ together }: SweepAxis, stage: StageName): boolean {
  return together === true || together === 'program' || (Array.isArray(together) && together.includes(stage));
}

/** Whether the tasks of a stage for the values of this axis are computed as one program. */
export function isOneProgram({ together }: SweepAxis, stage: StageName): boolean {
  return together === 'program' && (stage === 'train' || stage === 'probe');
}

/** Every `train.from.run` as it is written, in variants too. */
function originRuns(json: Record<string, unknown>): string[] {
  const axes = Array.isArray(json.sweep) ? (json.sweep as { variants?: object }[]) : [];
  const variants = axes.flatMap((axis) => Object.values(axis.variants ?? {}));
  return [json, json.smoke, ...variants].flatMap((section) => {
    const run = valueAt(section, ['train', 'from', 'run']);
    return typeof run === 'string' ? [run] : [];
  });
}

function fillRun(section: unknown, values: SweptValues): void {
  const from = valueAt(section, ['train', 'from']) as { run?: unknown } | undefined;
  if (typeof from?.run !== 'string') return;
  from.run = from.run.replace(/\{(\w+)\}/g, (whole, label: string) =>
    Object.hasOwn(values, label) ? String(values[label]) : whole,
  );
}

/** A swept value takes the place of a smoke override of the same key. */
function overrideSmoke(json: Record<string, unknown>, path: readonly string[], value: unknown): void {
  if (hasPath(json.smoke, path)) setPath(json.smoke as Record<string, unknown>, path, value);
}

/** Paths of everything that is not an object. */
function leaves(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([key, item]) => leaves(item, [...path, key]));
}

function valueAt(root: unknown, path: readonly string[]): unknown {
  return path.reduce((node, key) => (isOwn(node, key) ? node[key] : undefined), root);
}

function setPath(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const keys = [...path];
  const last = keys.pop()!;
  let node = target;
  for (const key of keys) {
    const held = isOwn(node, key) ? node[key] : undefined;
    const next = typeof held === 'object' && held !== null ? held : {};
    node[key] = next;
    node = next as Record<string, unknown>;
  }
  node[last] = value;
}

function hasPath(target: unknown, path: readonly string[]): boolean {
  let node = target;
  for (const key of path) {
    if (!isOwn(node, key)) return false;
    node = node[key];
  }
  return true;
}

/** What all objects share is no part of an experiment. */
const isOwn = (node: unknown, key: string): node is Record<string, unknown> =>
  typeof node === 'object' && node !== null && Object.hasOwn(node, key);
