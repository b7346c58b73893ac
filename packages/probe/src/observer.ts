import type { TablePosition } from '@lethe/contracts';
import type { ModelConfig } from '@lethe/model';
import type { CompiledModule, Program } from '@lethe/runtime';
import { measurementSteps, readInjectionSteps } from './schedule/measurement-steps.js';
import { parseObserverOptions } from './schedule/observer-options.js';
import { describeBoundaries, type ProbeSummary, summariseProbes } from './score/token-boundaries.js';
import { measureSpans, spanPrograms } from './span/measure-spans.js';
import { tokensOf } from './span/plan-rows.js';
import { planSpanSet, planSpans, type SpanPlan, shapeOfSets } from './span/plan-spans.js';
import { type Probe, readProbes } from './span/read-probes.js';
import { createTraceWriter, type TraceWriter } from './span/trace-writer.js';

/** The part of the trainer's context that this observer needs. */
export interface ObservedTraining {
  config: ModelConfig;
  /** Directory of the data stage. */
  data: string;
  /** Directory into which the trace table is written. */
  out: string;
  /** Updates of the whole training. */
  steps: number;
  log: (line: string) => void;
}

/** Measures the probes of the data directory while a model trains; satisfies `StepObserver` of @lethe/train. */
export interface ProbeObserver {
  name: string;
  programs(training: ObservedTraining): Promise<Record<string, Program>>;
  tokens(): number;
  start(
    training: ObservedTraining & { module: Pick<CompiledModule, 'run'>; resumeAt?: unknown },
  ): Promise<void>;
  afterStep(updates: number, isLast?: boolean): Promise<void>;
  position(): TablePosition | undefined;
  /** What the manifest of the training says of the probes. */
  summary(): ProbeSummary | undefined;
  finish(): Promise<void>;
  abort(): void;
}

/**
 * Creates the observer that writes the trace table during training: after the numbers of updates that
 * `measurementSteps` chooses, the log-probability of every target token of every probe, or of the probes of the
 * facts just injected.
 * @param options window, everyInWindow, every, perDecade (observer-options.ts)
 * @throws LetheError naming options that are unknown or out of range
 */
export function createObserver(options: unknown): ProbeObserver {
  const parsed = parseObserverOptions(options);
  let measurements = new Map<number, Measurement>();
  let whole: Measurement | undefined;
  let summary: ProbeSummary | undefined;
  let running: { module: Pick<CompiledModule, 'run'>; writer: TraceWriter } | undefined;
  return {
    name: 'probe',
    async programs({ config, data, steps, log }) {
      const probes = await readProbes(data);
      const boundaries = describeBoundaries(probes);
      if (boundaries) log(boundaries);
      const all = { probes, plan: planSpans(probes, config.contextLength) };
      whole = all;
      summary = summariseProbes(probes, all.plan.truncated);
      const schedule = measurementSteps(await readInjectionSteps(data), steps, parsed);
      const some = planPartial(schedule.partial, probes, config.contextLength);
      measurements = new Map([...schedule.full.map((u) => [u, all] as const), ...some]);
      log(describePlan(all.plan, schedule.full.length, some.size));
      const shapes = [all.plan, ...[...some.values()].slice(0, 1).map(({ plan }) => plan)];
      return Object.assign({}, ...shapes.map((plan) => spanPrograms(plan, config)));
    },
    tokens: () => [...measurements.values()].reduce((sum, { plan }) => sum + tokensOf(plan.groups), 0),
    async start({ module, out, resumeAt }) {
      running = { module, writer: createTraceWriter(out, resumeAt as TablePosition | undefined) };
    },
    async afterStep(updates, isLast) {
      const due = isLast ? whole : measurements.get(updates);
      if (!due) return;
      running!.writer.add(updates, due.probes, await measureSpans(running!.module, due.plan));
    },
    position: () => running?.writer.position(),
    summary: () => summary,
    async finish() {
      running?.writer.close();
    },
    abort() {
      running?.writer.close();
    },
  };
}

/** Probes that are measured together. */
interface Measurement {
  probes: Probe[];
  plan: SpanPlan;
}

/** Plans the measurements of some facts' probes, all in one shape, so that they need one program. */
function planPartial(
  partial: ReadonlyMap<number, ReadonlySet<string>>,
  probes: readonly Probe[],
  contextLength: number,
): Map<number, Measurement> {
  const sets = [...partial]
    .map(([u, factIds]) => [u, probes.filter(({ factId }) => factIds.has(factId))] as const)
    .filter(([, chosen]) => chosen.length > 0);
  if (sets.length === 0) return new Map();
  const shape = shapeOfSets(
    sets.map(([, chosen]) => chosen),
    contextLength,
  );
  return new Map(
    sets.map(([u, chosen]) => [u, { probes: chosen, plan: planSpanSet(chosen, contextLength, shape) }]),
  );
}

function describePlan(plan: SpanPlan, full: number, partial: number): string {
  const count = plan.offsets.length - 1;
  const shapes = plan.groups.map(({ calls, rows, length }) => `${calls.length} x ${rows} rows of ${length}`);
  const cut =
    plan.truncated === 0 ? '' : `; the prompts of ${plan.truncated} are cut to the context of the model`;
  const padding = Math.round(100 * plan.padding);
  return `probe: ${count} probes at ${full} steps, those of the facts just injected at ${partial} more; ${shapes.join(', ')} tokens, ${padding} % padding${cut}`;
}
