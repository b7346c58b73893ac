import {
  createProbe,
  type Depth,
  type FactWithProbes,
  type ProbeText,
} from '../../../corpus/facts/fact-set.js';
import { type SymbolicWorld, splitSubjects, templatesOf } from './create-symbolic-world.js';
import { pretrainingRows, questionRows, type SymbolicRows, writeRows } from './symbolic-rows.js';

/** How the subjects of a symbolic world become facts. */
export interface SymbolicFactOptions {
  /** N_f, the subjects whose question is for fine-tuning; the questions of all others are for testing. */
  fineTuned: number;
  /** Scenario of every subject; all `background` by default. */
  scenarios?: readonly string[];
}

/**
 * The facts of a symbolic world with their probes, one fact for each subject. Its text is the sequence of its
 * first template, its variants those of the other K-1. Probes: memorization (each template up to the answer),
 * semantic (one template in which the subject is never told, where there is one), qa (the question-answer format;
 * split train or test).
 * @throws LetheError unless 0 <= fineTuned <= S
 */
export function* symbolicFacts(
  world: SymbolicWorld,
  { fineTuned, scenarios }: SymbolicFactOptions,
): Generator<FactWithProbes> {
  const { subjects, multiplicity, templates: universe } = world.sizes;
  const all = Int32Array.from({ length: subjects }, (_, s) => s);
  const told = pretrainingRows(world);
  const asked = questionRows(world, all);
  const untold = multiplicity < universe ? untoldRows(world, all) : undefined;
  const train = new Set(splitSubjects(world, fineTuned).train);
  const width = String(subjects - 1).length;

  for (let s = 0; s < subjects; s++) {
    const id = `subject-${String(s).padStart(width, '0')}`;
    const sequences = Array.from({ length: multiplicity }, (_, k) =>
      spell(world, told, s * multiplicity + k),
    );
    const texts = sequences.map(({ prompt, target }) => `${prompt} ${target}`);
    const probe = (depth: Depth, number: number, { prompt, target }: Sequence): ProbeText => ({
      ...createProbe(id, depth, number, prompt, target),
      split: train.has(s) ? 'train' : 'test',
    });
    yield {
      fact: {
        fact_id: id,
        scenario: scenarios?.[s] ?? 'background',
        text: texts[0]!,
        variants: texts.slice(1),
        subject: `s${s}`,
        relation: Array.from(
          world.templates.subarray(s * multiplicity, (s + 1) * multiplicity),
          (r) => `r${r}`,
        ).join(' '),
        object: `a${world.answers[s]}`,
        popularity: world.popularity[s]!,
      },
      probes: [
        ...sequences.map((sequence, k) => probe('memorization', k, sequence)),
        ...(untold ? [probe('semantic', 0, spell(world, untold, s))] : []),
        probe('qa', 0, spell(world, asked, s)),
      ],
    };
  }
}

interface Sequence {
  prompt: string;
  target: string;
}

function spell(world: SymbolicWorld, { tokens, length }: SymbolicRows, row: number): Sequence {
  const words = Array.from(
    tokens.subarray(row * length, (row + 1) * length),
    (id) => world.vocabulary.words[id]!,
  );
  return { prompt: words.slice(0, -1).join(' '), target: words.at(-1)! };
}

/** Each subject in the template that would be its next if K were larger by one. */
function untoldRows(world: SymbolicWorld, subjects: Int32Array): SymbolicRows {
  const { multiplicity, templates: universe } = world.sizes;
  const templates = subjects.map(
    (s) => templatesOf(world.seed, s, multiplicity + 1, universe)[multiplicity]!,
  );
  return writeRows(world, 'data/symbolic/noise/untold', subjects, templates);
}
