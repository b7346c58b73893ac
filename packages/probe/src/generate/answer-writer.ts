import { answers, createTableWriter } from '@lethe/contracts';
import type { Probe } from '../span/read-probes.js';
import type { GeneratedAnswer } from './generate-greedily.js';
import { type AnswerWorld, judgeAnswer } from './judge-answer.js';
import type { AnswerDecoder } from './open-tokenizer.js';

export interface AnswerWriter {
  /** Judges and appends one answer per probe; returns how many match exactly. */
  add(updates: number, generated: readonly GeneratedAnswer[]): number;
  close(): void;
  abort(): void;
}

/** Writes the answers table of a directory. */
export function createAnswerWriter(
  directory: string,
  probes: readonly Probe[],
  context: { world: AnswerWorld; decoder: AnswerDecoder } | undefined,
): AnswerWriter {
  const writer = createTableWriter(directory, answers);
  return {
    add(updates, generated) {
      const { world, decoder } = context!;
      const outputs = generated.map(({ tokens }) => decoder.decode(tokens));
      const judged = probes.map((probe, i) => judgeAnswer(outputs[i]!, probe, world));
      writer.write({
        step: new Int32Array(probes.length).fill(updates),
        probe_id: probes.map(({ id }) => id),
        output: outputs,
        exact_match: judged.map(({ exact }) => exact),
        whole_match: judged.map(({ whole }) => whole),
        substring_match: judged.map(({ substring }) => substring),
        error_class: judged.map(({ errorClass }) => errorClass),
        confidence: Float32Array.from(generated, ({ confidence }) => confidence),
        restricted_output: generated.map(({ restrictedToken }) => decoder.decode([restrictedToken])),
        restricted_match: probes.map(
          ({ targetTokens }, i) => targetTokens[0] === generated[i]!.restrictedToken,
        ),
      });
      return judged.filter(({ exact }) => exact).length;
    },
    close: () => writer.close(),
    abort: () => writer.abort(),
  };
}
