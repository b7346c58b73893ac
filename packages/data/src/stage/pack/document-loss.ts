import type { probes, RowOf } from '@lethe/contracts';
import type { DataSpec } from '../options/data.js';
import type { SingleBackground } from '../sources/background/background-sources.js';
import { probeOfQuestion } from '../worlds/question-documents.js';
import type { LossStart } from './pack-rows.js';

/** Which tokens of background documents the loss counts. */
export interface DocumentLoss {
  /** Tokens of questions: prompt and answer apart, as probing has them. */
  tokensOf: (id: string) => Int32Array | undefined;
  lossStart: LossStart;
}

/**
 * Of questions the loss counts the answer alone, of rows of the symbolic world the template and the answer (nothing
 * predicts the noise before them), of other documents everything.
 * @param data facts of the experiment, and the source of the documents
 * @param probeRows the questions that may be asked, and other probes
 */
export function lossOfDocuments(
  { facts, source }: { facts: DataSpec['facts']; source: SingleBackground },
  probeRows: readonly RowOf<typeof probes>[],
): DocumentLoss {
  const questions = new Map(
    probeRows.filter(({ depth }) => depth === 'qa').map((row) => [row.probe_id, row]),
  );
  const questionOf = (id: string) => questions.get(probeOfQuestion(id) ?? '');
  const isSymbolic = facts.source === 'symbolic' && source.source === 'world' && source.facts === undefined;
  return {
    tokensOf(id) {
      const question = questionOf(id);
      return question && Int32Array.from([...question.prompt_tokens, ...question.target_tokens]);
    },
    lossStart({ id, tokens }) {
      const question = questionOf(id);
      if (question) return question.prompt_tokens.length;
      return isSymbolic ? Math.max(0, tokens.length - 2) : 0;
    },
  };
}
