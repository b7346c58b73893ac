import { answers, createTableWriter } from '@lethe/contracts';
import type { Probe } from '../span/read-probes.js';
import { indexAnswers, judgeAnswer } from './judge-answer.js';

export interface AnswerWriter {
  /** Judges and appends one generated text per probe; returns how many match exactly. */
  add(updates: number, outputs: readonly string[]): number;
  close(): void;
  abort(): void;
}

/** Writes the answers table of a directory. */
export function createAnswerWriter(directory: string, probes: readonly Probe[]): AnswerWriter {
  const writer = createTableWriter(directory, answers);
  const index = indexAnswers(probes);
  return {
    add(updates, outputs) {
      const judged = probes.map((probe, i) => judgeAnswer(outputs[i]!, probe, index));
      writer.write({
        step: new Int32Array(probes.length).fill(updates),
        probe_id: probes.map(({ id }) => id),
        output: outputs,
        exact_match: judged.map(({ exactMatch }) => exactMatch),
        error_class: judged.map(({ errorClass }) => errorClass),
      });
      return judged.filter(({ exactMatch }) => exactMatch).length;
    },
    close: () => writer.close(),
    abort: () => writer.abort(),
  };
}
