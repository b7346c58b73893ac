import type { Tokenizer } from '@lethe/tokenizers';
import type { Depth } from '../facts/fact-set.js';
import {
  type FictionalKnowledgeEntry,
  fictionalKnowledgeScenarios,
} from '../facts/read-fictional-knowledge.js';
import { type Range, rangeOf, type Share, shareOf } from '../statistics/quantiles.js';
import { describeParaphrases, type ParaphraseStatistics } from './describe-paraphrases.js';
import { lengthsOf, type TextLengths, wordJaccard } from './text-measures.js';

/** Depths of the data set. */
type PassageDepth = Exclude<Depth, 'qa'>;

/** A probe of Fictional Knowledge beside its passage. */
interface PassageProbe {
  entry: FictionalKnowledgeEntry;
  prompt: string;
  target: string;
  /** Target of the memorization probe at the same place of the entry. */
  memorizationTarget: string | undefined;
}

/** Statistics of the probes of one depth; case-sensitive unless stated otherwise. */
export interface DepthStatistics {
  probes: number;
  prompts: TextLengths;
  targets: TextLengths;
  /** Prompt, a space and the target occur together in the passage. */
  verbatim: Share;
  targetInPassage: Share;
  /** The target occurs in its own prompt, ignoring case. */
  targetInPrompt: Share;
  /** The target is that of the memorization probe at the same place. */
  sameTargetAsMemorization: Share;
  targetsEndingWithPeriod: Share;
  /** Different targets of an entry. */
  distinctTargets: Range;
  /** Prompt and target, encoded apart, are the tokens of the whole text; only with a tokenizer. */
  tokenBoundary?: Share;
}

/** Measured properties of Fictional Knowledge (arXiv 2406.11813). */
export interface FictionalKnowledgeStatistics {
  kind: 'fictional-knowledge';
  entries: number;
  /** Entries that the paper injects, the first 120; the others are spares. Statistics of probes are over these. */
  used: number;
  passages: TextLengths;
  passagesByScenario: Record<string, TextLengths>;
  depths: Record<PassageDepth, DepthStatistics>;
  /** Mean Jaccard similarity of the words of memorization and semantic prompts at the same place. */
  promptOverlap: number;
  /** Passages with names of the real world, from which the fiction is not sealed off. */
  passagesWithRealNames: Record<string, number>;
  /** Absent in the file without paraphrases. */
  paraphrases?: ParaphraseStatistics;
}

const realNames = ['United States', 'Mars', 'London'];

/** Measures everything about Fictional Knowledge that needs no model; lengths in tokens under a given tokenizer. */
export function describeFictionalKnowledge(
  entries: readonly FictionalKnowledgeEntry[],
  tokenizer?: Tokenizer,
): FictionalKnowledgeStatistics {
  const [firstSpare] = fictionalKnowledgeScenarios.control;
  const used = entries.slice(0, firstSpare);
  const scenarios = Object.entries(fictionalKnowledgeScenarios).map(([scenario, [from, to]]) => {
    const passages = entries.slice(from, to).map(({ train_context }) => train_context);
    return [scenario, lengthsOf(passages, tokenizer)] as const;
  });
  const overlaps = used.flatMap(({ mem_input, gen_input }) =>
    mem_input.flatMap((prompt, i) => (gen_input[i] === undefined ? [] : [wordJaccard(prompt, gen_input[i])])),
  );
  const paraphrases = describeParaphrases(
    used,
    entries.slice(...fictionalKnowledgeScenarios.duplication),
    tokenizer,
  );
  return {
    kind: 'fictional-knowledge',
    entries: entries.length,
    used: used.length,
    passages: lengthsOf(
      entries.map(({ train_context }) => train_context),
      tokenizer,
    ),
    passagesByScenario: Object.fromEntries(scenarios),
    depths: {
      memorization: describeDepth(used, 'mem', tokenizer),
      semantic: describeDepth(used, 'gen', tokenizer),
      composition: describeDepth(used, 'hard_gen', tokenizer),
    },
    promptOverlap: rangeOf(overlaps).mean,
    passagesWithRealNames: Object.fromEntries(
      realNames.map((name) => [
        name,
        shareOf(used, ({ train_context }) => train_context.includes(name)).count,
      ]),
    ),
    ...(paraphrases && { paraphrases }),
  };
}

function describeDepth(
  entries: readonly FictionalKnowledgeEntry[],
  name: 'mem' | 'gen' | 'hard_gen',
  tokenizer: Tokenizer | undefined,
): DepthStatistics {
  const probes = entries.flatMap((entry): PassageProbe[] =>
    entry[`${name}_input`].map((prompt, i) => ({
      entry,
      prompt,
      target: entry[`${name}_target`][i]!,
      memorizationTarget: entry.mem_target[i],
    })),
  );
  const prompts = probes.map(({ prompt }) => prompt);
  const targets = probes.map(({ target }) => target);
  return {
    probes: probes.length,
    prompts: lengthsOf(prompts, tokenizer),
    targets: lengthsOf(targets, tokenizer && afterSpace(tokenizer)),
    verbatim: shareOf(probes, ({ entry, prompt, target }) =>
      entry.train_context.includes(`${prompt} ${target}`),
    ),
    targetInPassage: shareOf(probes, ({ entry, target }) => entry.train_context.includes(target)),
    targetInPrompt: shareOf(probes, ({ prompt, target }) =>
      prompt.toLowerCase().includes(target.toLowerCase()),
    ),
    sameTargetAsMemorization: shareOf(
      probes,
      ({ target, memorizationTarget }) => target === memorizationTarget,
    ),
    targetsEndingWithPeriod: shareOf(targets, (target) => target.endsWith('.')),
    distinctTargets: rangeOf(entries.map((entry) => new Set(entry[`${name}_target`]).size)),
    ...(tokenizer && { tokenBoundary: shareOf(probes, (probe) => hasTokenBoundary(probe, tokenizer)) }),
  };
}

/** The space between prompt and target belongs to the target. */
function afterSpace(tokenizer: Tokenizer): Tokenizer {
  return { ...tokenizer, encode: (text) => tokenizer.encode(` ${text}`) };
}

function hasTokenBoundary({ prompt, target }: PassageProbe, tokenizer: Tokenizer): boolean {
  const apart = [...tokenizer.encode(prompt), ...tokenizer.encode(` ${target}`)];
  const together = tokenizer.encode(`${prompt} ${target}`);
  return apart.length === together.length && apart.every((id, i) => id === together[i]);
}
