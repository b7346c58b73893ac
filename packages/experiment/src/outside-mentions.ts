import type { CorpusLocationSpec, DataSpec, LocationSpec } from '@lethe/data/declaration';
import type { TrainSpec } from '@lethe/train/declaration';
import type { StageTask } from './plan-experiment.js';

/** What experiment.json names that a task reads from outside the experiment and its input stages. */
export type OutsideMention = {
  /** JSON path of the mention, such as `data.background.locations.0`. */
  path: string;
} & ({ location: LocationSpec | CorpusLocationSpec; mayBeDirectory: boolean } | { module: string });

/** Packages that implement a task: that of the stage, and those of Lethe whose observers training has. */
export function implementingPackages({ stage, config }: StageTask): string[] {
  const observers = stage === 'train' ? (config.train as TrainSpec).observers : [];
  return [`@lethe/${stage}`, ...observers.map(({ module }) => module).filter(isLethePackage)];
}

/** Files, data sets, checkpoints and modules from outside that a built-in stage reads in this task. */
export function outsideMentions({ stage, config }: StageTask): OutsideMention[] {
  if (stage === 'data') return dataMentions(config.data as DataSpec);
  return stage === 'train' ? trainMentions(config.train as TrainSpec) : [];
}

function dataMentions({ facts, tokenizer, ...texts }: DataSpec): OutsideMention[] {
  const found: OutsideMention[] = [];
  if ('location' in facts) {
    const mayBeDirectory = facts.source === 'tables';
    found.push({ path: 'data.facts.location', location: facts.location, mayBeDirectory });
  }
  if ('location' in tokenizer) {
    found.push({ path: 'data.tokenizer.location', location: tokenizer.location, mayBeDirectory: false });
  }
  for (const key of ['background', 'evaluation'] as const) {
    const text = texts[key];
    if (text === undefined || !('locations' in text)) continue;
    const mayBeDirectory = text.source === 'corpus';
    for (const [i, location] of text.locations.entries()) {
      found.push({ path: `data.${key}.locations.${i}`, location, mayBeDirectory });
    }
  }
  return found;
}

function trainMentions({ from, observers }: TrainSpec): OutsideMention[] {
  const checkpoint: OutsideMention[] =
    from && 'checkpoint' in from
      ? [{ path: 'train.from.checkpoint', location: { path: from.checkpoint }, mayBeDirectory: true }]
      : [];
  const modules = observers.map(({ module }, i) => ({ path: `train.observers.${i}`, module }));
  return [...checkpoint, ...modules.filter(({ module }) => !isLethePackage(module))];
}

/** A package of Lethe counts by its code, as part of the producer. */
const isLethePackage = (module: string): boolean => module.startsWith('@lethe/');
