import { LetheError } from '@lethe/contracts';
import type { Tokenizer } from '@lethe/tokenizers';
import { type CorpusStatistics, describeCorpus } from '../../corpus/describe/describe-corpus.js';
import {
  describeFictionalKnowledge,
  type FictionalKnowledgeStatistics,
} from '../../corpus/describe/describe-fictional-knowledge.js';
import { describePopQa, type PopQaStatistics } from '../../corpus/describe/describe-pop-qa.js';
import { detectInput, type InputKind } from '../../corpus/facts/detect-input.js';
import { type PopQaOptions, readPopQa } from '../../corpus/facts/popqa/read-pop-qa.js';
import { readFictionalKnowledge } from '../../corpus/facts/read-fictional-knowledge.js';
import type { SkippedRows } from '../../corpus/files/malformed-rows.js';
import { type CorpusOptions, openCorpus } from '../../corpus/readers/open-corpus.js';
import { type DataStageStatistics, describeDataStage } from './describe-data-stage.js';

/** Statistics of an input, and malformed rows that were left out of them. */
export type InputStatistics = (
  | FictionalKnowledgeStatistics
  | PopQaStatistics
  | DataStageStatistics
  | CorpusStatistics
) & { skipped?: SkippedRows[] };

export interface DescribeInputOptions extends CorpusOptions {
  /** What the input is; detected if omitted. */
  kind?: InputKind | undefined;
  /** For lengths of Fictional Knowledge in tokens. */
  tokenizer?: Tokenizer | undefined;
}

/**
 * Measures any input: Fictional Knowledge, PopQA, the directory of a data stage, or a corpus of any
 * format that `openCorpus` reads. With an option on how a corpus is read, the input is a corpus.
 * @param inputs several only where they are one corpus
 * @throws LetheError when an input is absent, malformed, or not what `kind` says; signal.reason when aborted
 */
export async function describeInput(
  inputs: readonly string[],
  options: DescribeInputOptions = {},
): Promise<InputStatistics> {
  const corpusOption = optionOfCorpora(options);
  const kind = options.kind ?? (corpusOption === undefined ? await detectInput(inputs) : 'corpus');
  if (corpusOption !== undefined && kind !== 'corpus') {
    throw new LetheError({
      what: 'this option applies only to corpora',
      where: corpusOption,
      expected: 'an input of kind corpus',
      found: kind,
      next: 'leave it out',
    });
  }
  if (options.onMalformed === 'skip' && (kind === 'fictional-knowledge' || kind === 'data-stage')) {
    throw new LetheError({
      what: 'malformed rows can be skipped only in corpora and PopQA',
      where: inputs.join(', '),
      expected: 'onMalformed "refuse" (--on-malformed refuse)',
      found: `"skip" for an input of kind ${kind}`,
    });
  }
  if (options.tokenizer && kind !== 'fictional-knowledge') {
    throw new LetheError({
      what: 'a tokenizer applies only to Fictional Knowledge',
      where: inputs.join(', '),
      expected: 'no tokenizer, or a file of kaist-ai/fictional-knowledge',
      found: kind,
    });
  }
  if (kind === 'corpus') return describeAsCorpus(inputs, options);
  if (inputs.length !== 1) {
    throw new LetheError({
      what: `only a corpus can have several inputs`,
      where: inputs.join(', ') || 'no input',
      expected: `one input of kind ${kind}`,
      found: String(inputs.length),
      next: 'describe them one by one',
    });
  }
  const path = inputs[0]!;
  if (kind === 'data-stage') return describeDataStage(path, options.signal);
  if (kind === 'fictional-knowledge') {
    return describeFictionalKnowledge(readFictionalKnowledge(path), options.tokenizer);
  }
  const { rows, skipped } = await readPopQa(path, popQaOptions(options));
  return { ...describePopQa(rows), ...(skipped.length > 0 && { skipped }) };
}

/** The first given option that applies only to reading a corpus. */
function optionOfCorpora(options: DescribeInputOptions): string | undefined {
  const { format, textField = 'text', idField, paraphrases = false } = options;
  if (format !== undefined) return 'format';
  if (textField !== 'text') return 'textField';
  if (idField !== undefined) return 'idField';
  return paraphrases ? 'paraphrases' : undefined;
}

function popQaOptions({ onMalformed, signal }: DescribeInputOptions): PopQaOptions {
  return { onMalformed, signal };
}

async function describeAsCorpus(
  inputs: readonly string[],
  options: DescribeInputOptions,
): Promise<InputStatistics> {
  let skipped: SkippedRows[] = [];
  const open = openCorpus(inputs, {
    ...options,
    onSummary: (summary) => {
      skipped = summary.skipped;
      options.onSummary?.(summary);
    },
  });
  const statistics = await describeCorpus(open, {
    signal: options.signal,
    onPass: (pass) => options.log?.(`pass ${pass}: more texts than fit in memory, counting the rest`),
  });
  return { ...statistics, ...(skipped.length > 0 && { skipped }) };
}
