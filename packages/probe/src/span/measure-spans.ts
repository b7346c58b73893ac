import { head, hiddenStates, type LoraConfig, type ModelConfig, withLora } from '@lethe/model';
import { type CompiledModule, embed, type Program, rankOfTarget, tokenLogProbs } from '@lethe/runtime';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import type { SpanPlan, SpanShape } from './plan-spans.js';

/** The measurements of every probe, in the order of the plan's probes. */
export interface SpanMeasurement {
  /** Float32Array [targets of all probes], natural logarithms; probe i has `offsets[i] .. offsets[i + 1]`. */
  logProbs: Float32Array;
  offsets: Int32Array;
  /** Int32Array [probes], rank of the first target token; 1 is the most probable. */
  firstRanks: Int32Array;
  /** Whether every target token is the most probable one, per probe. */
  greedyMatches: boolean[];
}

/** The programs that a plan needs, one per group. */
export function spanPrograms(
  plan: SpanPlan,
  config: ModelConfig,
  lora?: LoraConfig,
): Record<string, Program> {
  return Object.fromEntries(
    plan.groups.map((group) => [spanProgramName(group), spanProgram(group, config, lora)]),
  );
}

/** What is measured of every target token, in the order of the plan's probes. */
export interface TargetMeasurement {
  /** Float32Array [targets of all probes], natural logarithms; probe i has `offsets[i] .. offsets[i + 1]`. */
  logProbs: Float32Array;
  /** Int32Array [targets of all probes], rank of each; 1 is what greedy decoding picks after what precedes it. */
  ranks: Int32Array;
  offsets: Int32Array;
}

/**
 * Measures all probes of a plan with the parameters that the module holds.
 * @param onCall called before every call with the number of probes measured so far; may throw to stop
 */
export async function measureSpans(
  module: Pick<CompiledModule, 'run'>,
  plan: SpanPlan,
  onCall?: (done: number) => void,
): Promise<SpanMeasurement> {
  const { logProbs, ranks, offsets } = await measureTargets(module, plan, onCall);
  const ranksOf = (probe: number): Int32Array => ranks.subarray(offsets[probe], offsets[probe + 1]);
  const count = offsets.length - 1;
  return {
    ...{ logProbs, offsets },
    firstRanks: Int32Array.from({ length: count }, (_, probe) => ranksOf(probe)[0]!),
    greedyMatches: Array.from({ length: count }, (_, probe) => ranksOf(probe).every((rank) => rank === 1)),
  };
}

/** The same, with the rank of every target token. */
export async function measureTargets(
  module: Pick<CompiledModule, 'run'>,
  plan: SpanPlan,
  onCall: (done: number) => void = () => {},
): Promise<TargetMeasurement> {
  const { offsets } = plan;
  const count = offsets.at(-1)!;
  const logProbs = new Float32Array(count);
  const ranks = new Int32Array(count);
  let done = 0;
  for (const group of plan.groups) {
    const name = spanProgramName(group);
    for (const { tokens, positions, targets, probes } of group.calls) {
      onCall(done);
      done += probes.length;
      const outputs = await module.run(name, { tokens, positions, targets });
      let used = 0;
      for (const probe of probes) {
        const length = offsets[probe + 1]! - offsets[probe]!;
        logProbs.set(outputs.logProbs!.subarray(used, used + length), offsets[probe]);
        ranks.set(outputs.ranks!.subarray(used, used + length), offsets[probe]);
        used += length;
      }
    }
  }
  return { logProbs, ranks, offsets };
}

/**
 * The program that measures one group of probes. The head, the costly part with a large vocabulary, is applied
 * to the target positions only.
 * With `lora` the state holds an adapter too, and the model computes with it. Outputs: `logProbs` float32 [targets], nats; `ranks` int32 [targets], 1 for the most probable token.
 */
function spanProgram({ rows, length, targets }: SpanShape, config: ModelConfig, lora?: LoraConfig): Program {
  const { vocabSize, width } = config;
  return {
    inputs: {
      tokens: { shape: [rows, length], dtype: 'int32', below: vocabSize },
      positions: { shape: [targets], dtype: 'int32', below: rows * length },
      targets: { shape: [targets], dtype: 'int32', below: vocabSize },
    },
    run(state, inputs) {
      const params = lora ? withLora(state, config, lora) : state;
      const hidden = hiddenStates(params, inputs.tokens as Tensor2D, config).as2D(rows * length, width);
      const logits = head(params, embed(hidden, inputs.positions as Tensor1D), config); // [targets, vocab]
      const target = inputs.targets as Tensor1D;
      return { outputs: { logProbs: tokenLogProbs(logits, target), ranks: rankOfTarget(logits, target) } };
    },
  };
}

/** Name under which the program of a group is compiled. */
function spanProgramName({ rows, length, targets }: SpanShape): string {
  return `probe/span-${rows}x${length}-${targets}`;
}
