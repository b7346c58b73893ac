import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCheckpoint } from '@lethe/model';
import { measureSpans, planSpans, type SpanPlan, spanPrograms, type TokenSpan } from '@lethe/probe';
import { compile, openBackend } from '@lethe/runtime';
import { answerLines } from '../process/line-process.js';
import type { SpanReport, SpanTurn } from './compare-turns.js';

// node lethe-process.js DIRECTORY: scores spans.json with model/; answers turns.
const directory = process.argv[2]!;
const spans = JSON.parse(readFileSync(join(directory, 'spans.json'), 'utf8')) as TokenSpan[];
const backend = await openBackend({ backend: 'tensorflow' });
const { config, weights } = openCheckpoint(join(directory, 'model'));
const plan = planSpans(spans, config.contextLength);
const module = await compile({ backend, state: weights, programs: spanPrograms(plan, config) });
const shapes = plan.groups.map(({ calls, rows, length }) => `${calls.length} x ${rows} x ${length}`);

/** The plan with some of its calls. */
function share(keep: (call: number) => boolean): SpanPlan {
  let call = 0;
  return {
    ...plan,
    groups: plan.groups.map((group) => ({ ...group, calls: group.calls.filter(() => keep(call++)) })),
  };
}

// XLA compiles a program in its first run.
const began = performance.now();
const firstCalls = plan.groups.map((group) => ({ ...group, calls: group.calls.slice(0, 1) }));
await measureSpans(module, { ...plan, groups: firstCalls });
const compileSeconds = (performance.now() - began) / 1000;

await answerLines(async ({ part, parts }: SpanTurn): Promise<SpanReport> => {
  const chosen = share((call) => call % parts === part);
  const cpu = process.cpuUsage();
  const begin = performance.now();
  const { logProbs, offsets } = await measureSpans(module, chosen);
  const seconds = (performance.now() - begin) / 1000;
  const used = process.cpuUsage(cpu);
  const measured = chosen.groups.flatMap(({ calls }) => calls.flatMap(({ probes }) => probes));
  return {
    spans: measured.length,
    seconds,
    cpuSeconds: (used.user + used.system) / 1e6,
    logProbs: Object.fromEntries(
      measured.map((i) => [i, Array.from(logProbs.subarray(offsets[i], offsets[i + 1]))]),
    ),
    description: `${plan.groups.length} programs (${shapes.join(', ')} tokens), ${(100 * plan.padding).toFixed(1)} % padding, compiled in ${compileSeconds.toFixed(0)} s`,
  };
});
await module.dispose();
