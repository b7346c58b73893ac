import type { AnsweredRun } from '../analyses/extraction/extraction-group.js';
import type { Question } from '../analyses/extraction/read-questions.js';
import type { RunSetting } from '../settings/run-setting.js';

/** What one run of the toy world of arXiv 2508.00901 answered. */
export interface ToyRun extends Partial<RunSetting> {
  /** How many of the 112 held-out subjects are answered. */
  right?: number;
  /** How many of them have the answer that leads all others; as many as are right, and no fewer. */
  leading?: number;
  /** The same before fine-tuning; all unless given, null where nobody asked. */
  leadingBefore?: number | null;
  /** How many of the 16 questions of fine-tuning are answered. */
  learnt?: number;
  /** Nats. */
  excessLoss?: number;
  /** Whether every fact is recalled in the words of pretraining, else all but one. */
  stored?: boolean;
  seed?: number;
  steps?: number;
  /** Swept values beside the seed, and what they change in the configuration. */
  values?: Record<string, number | string>;
  configuration?: Record<string, unknown>;
}

const SUBJECTS = 128;
const FINE_TUNED = 16;

/** A run of 128 subjects in 64 templates, of which 16 are fine-tuned on unless said otherwise. */
export function toyRun(toy: ToyRun): AnsweredRun {
  const { seed = 1, excessLoss, stored, steps = 100, values = {}, configuration = {} } = toy;
  const setting: RunSetting = {
    model: toy.model ?? 'attention + MLP',
    fineTuning: toy.fineTuning ?? 'full',
    loraRank: toy.loraRank ?? (toy.fineTuning === 'LoRA' ? 4 : null),
    multiplicity: toy.multiplicity ?? 4,
    templates: toy.templates ?? 64,
    fineTuned: toy.fineTuned ?? FINE_TUNED,
    subjects: SUBJECTS,
  };
  const { multiplicity: K, model, fineTuning } = setting;
  const name = `${fineTuning}-${model}-${JSON.stringify(values)}-${K}-s${seed}`;
  return {
    run: { id: name, values: { ...values, s: seed }, data: name, train: name, probe: name },
    origin: undefined,
    setting,
    configuration: configurationOf(setting, { steps, ...configuration }),
    questions: questionsOf(toy, stored ?? true),
    world: `seed ${seed}`,
    steps,
    loss: excessLoss === undefined ? null : excessLoss + Math.log(K!) / 2,
    entropyFloor: excessLoss === undefined ? null : Math.log(K!) / 2,
  };
}

function configurationOf(setting: RunSetting, { steps, ...more }: Record<string, unknown>) {
  const { model, fineTuning, loraRank, multiplicity, templates, fineTuned } = setting;
  const values = {
    'data.facts.multiplicity': multiplicity,
    'data.facts.templates': templates,
    'data.facts.fineTuned': fineTuned,
    'data.order.steps': steps,
    'origin.model.attentionOnly': model === 'attention only',
    ...(fineTuning === 'LoRA' ? { 'train.lora.rank': loraRank } : { 'train.lora': null }),
    ...(fineTuning === 'rank 1' ? { 'train.rankOne.token': 'p0' } : { 'train.rankOne': null }),
    ...more,
  };
  return new Map(Object.entries(values).map(([path, value]) => [path, JSON.stringify(value)]));
}

function questionsOf(toy: ToyRun, stored: boolean): Question[] {
  const { right = 0, leading = right, leadingBefore = SUBJECTS, learnt = FINE_TUNED } = toy;
  const questions: Question[] = [];
  for (let subject = 0; subject < SUBJECTS; subject++) {
    const fact = `subject-${String(subject).padStart(3, '0')}`;
    const split = subject < FINE_TUNED ? 'train' : 'test';
    const number = split === 'train' ? subject : subject - FINE_TUNED;
    const exact = number < (split === 'train' ? learnt : right);
    const question: Question = {
      fact,
      split,
      depth: 'qa',
      exact,
      restricted: exact || number < leading,
      restrictedBefore: leadingBefore === null ? undefined : number < leadingBefore,
      errorClass: exact ? 'none' : subject % 2 === 0 ? 'relation' : 'fine_tuned_answer',
    };
    questions.push(question);
    const recalled = stored || subject !== 7;
    questions.push({ ...question, depth: 'memorization', exact: recalled, errorClass: 'none' });
  }
  return questions;
}
