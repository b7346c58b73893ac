import { LetheError, parseJsonText, readUtf8 } from '@lethe/contracts';
import * as z from 'zod';
import { createProbe, type Depth, type Fact, type FactWithProbes } from './fact-set.js';

const texts = z.array(z.string().trim().min(1));

const entrySchema = z.object({
  train_context: z.string().trim().min(1),
  mem_input: texts,
  mem_target: texts,
  gen_input: texts,
  gen_target: texts,
  hard_gen_input: texts,
  hard_gen_target: texts,
  /** Only in fictional_knowledge_paraphrased.json, and empty for entries 40-129. */
  paraphrases: texts.default([]),
});

/** One entry of the data set: a passage and its probes. */
export type FictionalKnowledgeEntry = z.infer<typeof entrySchema>;

/** Entries of each scenario in the experiment of the paper: from, to (exclusive). */
export const fictionalKnowledgeScenarios = {
  paraphrase: [0, 40],
  duplication: [40, 80],
  once: [80, 120],
  control: [120, 130],
} as const;

const probeKeys: readonly { depth: Depth; input: keyof typeof probeTargets }[] = [
  { depth: 'memorization', input: 'mem_input' },
  { depth: 'semantic', input: 'gen_input' },
  { depth: 'composition', input: 'hard_gen_input' },
];
const probeTargets = {
  mem_input: 'mem_target',
  gen_input: 'gen_target',
  hard_gen_input: 'hard_gen_target',
} as const;

/**
 * Reads the entries of Fictional Knowledge (kaist-ai/fictional-knowledge), with or without paraphrases.
 * @throws LetheError naming entry and key of the first mistake
 */
export function readFictionalKnowledge(path: string): FictionalKnowledgeEntry[] {
  const help = {
    expected:
      'a file of kaist-ai/fictional-knowledge: a JSON array of entries, each with a passage and probes',
    next: 'download fictional_knowledge_paraphrased.json again, or fix the entry',
  };
  const broken = (what: string, where: string, found: string): LetheError =>
    new LetheError({ ...help, what, where: `${path}${where}`, found });
  const json = parseJsonText(readUtf8(path), path, { what: 'this file is not JSON', ...help });
  if (!Array.isArray(json)) throw broken('this file is not an array of entries', '', typeof json);
  return json.map((value, index) => {
    const parsed = entrySchema.safeParse(value);
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!;
      const key = issue.path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`));
      throw broken('this entry is malformed', `, entry ${index}${key.join('')}`, issue.message);
    }
    const entry = parsed.data;
    for (const { input } of probeKeys) {
      const target = probeTargets[input];
      if (entry[input].length === entry[target].length) continue;
      throw broken(
        'this entry does not have one target for every input',
        `, entry ${index}.${target}`,
        `${entry[input].length} in ${input}, ${entry[target].length} in ${target}`,
      );
    }
    return entry;
  });
}

/** The fact of one entry with its 15 probes. */
export function fictionalKnowledgeFact(
  entry: FictionalKnowledgeEntry,
  index: number,
  scenario: string,
): FactWithProbes {
  const fact: Fact = {
    fact_id: `fictional-knowledge-${index}`,
    scenario,
    text: entry.train_context,
    variants: entry.paraphrases,
    subject: null,
    relation: null,
    object: null,
    popularity: null,
  };
  const probes = probeKeys.flatMap(({ depth, input }) => {
    const targets = entry[probeTargets[input]];
    return entry[input].map((prompt, i) => createProbe(fact.fact_id, depth, i, prompt, targets[i]!));
  });
  return { fact, probes };
}
