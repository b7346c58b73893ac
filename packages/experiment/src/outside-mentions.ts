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

function dataMentions({ facts, tokenizer, background, evaluation }: DataSpec): OutsideMention[] {
  const found: OutsideMention[] = [];
  if ('location' in facts) {
    const mayBeDirectory = facts.source === 'tables';
    found.push({ path: 'data.facts.location', location: facts.location, mayBeDirectory });
  }
  if ('location' in tokenizer) {
    found.push({ path: 'data.tokenizer.location', location: tokenizer.location, mayBeDirectory: false });
  }
  if (Array.isArray(background)) {
    for (const [i, part] of background.entries()) found.push(...textMentions(`data.background.${i}`, part));
  } else {
    found.push(...textMentions('data.background', background));
  }
  if (evaluation) found.push(...textMentions('data.evaluation', evaluation));
  return found;
}

type Text = Exclude<DataSpec['background'], readonly unknown[]> | NonNullable<DataSpec['evaluation']>;

/** Files of a source of text, and those of the facts that it tells. */
function textMentions(path: string, text: Text): OutsideMention[] {
  if ('locations' in text) {
    const mayBeDirectory = text.source === 'corpus';
    return text.locations.map((location, i) => ({
      path: `${path}.locations.${i}`,
      location,
      mayBeDirectory,
    }));
  }
  if (text.source !== 'world' || text.facts?.source !== 'tables') return [];
  return [{ path: `${path}.facts.location`, location: text.facts.location, mayBeDirectory: true }];
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
