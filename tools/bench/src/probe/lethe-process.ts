import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openCheckpoint } from '@lethe/model';
import { measureSpans, planSpans, type SpanPlan, spanPrograms, type TokenSpan } from '@lethe/probe';
import { compile, openBackend } from '@lethe/runtime';
import type { SpanReport, SpanTurn } from './span-turn.js';

// node lethe-process.js DIRECTORY: scores spans.json with model/. Every line on stdin is a turn, answered by a line of JSON.
const directory = process.argv[2]!;
const spans = JSON.parse(readFileSync(join(directory, 'spans.json'), 'utf8')) as TokenSpan[];
const backend = await openBackend({ backend: 'tensorflow' });
const { config, weights } = openCheckpoint(join(directory, 'model'));
const plan = planSpans(spans, config.contextLength);
const module = await compile({ backend, state: weights, programs: spanPrograms(plan, config) });
const shapes = plan.groups.map(({ calls, rows, length }) => `${calls.length} x ${rows} x ${length}`);

/** The same plan with some of its calls. */
function share(keep: (call: number) => boolean): SpanPlan {
  let call = 0;
  return {
    ...plan,
    groups: plan.groups.map((group) => ({ ...group, calls: group.calls.filter(() => keep(call++)) })),
  };
}

// XLA compiles a program in its first run.
const began = performance.now();
await measureSpans(module, {
  ...plan,
  groups: plan.groups.map((group) => ({ ...group, calls: group.calls.slice(0, 1) })),
});
const compileSeconds = (performance.now() - began) / 1000;

for await (const line of createInterface({ input: process.stdin })) {
  const { part, parts } = JSON.parse(line) as SpanTurn;
  const chosen = share((call) => call % parts === part);
  const cpu = process.cpuUsage();
  const begin = performance.now();
  const { logProbs, offsets } = await measureSpans(module, chosen);
  const seconds = (performance.now() - begin) / 1000;
  const used = process.cpuUsage(cpu);
  const measured = chosen.groups.flatMap(({ calls }) => calls.flatMap(({ probes }) => probes));
  const report: SpanReport = {
    spans: measured.length,
    seconds,
    cpuSeconds: (used.user + used.system) / 1e6,
    logProbs: Object.fromEntries(
      measured.map((i) => [i, Array.from(logProbs.subarray(offsets[i], offsets[i + 1]))]),
    ),
    description: `${plan.groups.length} programs (${shapes.join(', ')} tokens), ${(100 * plan.padding).toFixed(1)} % padding, compiled in ${compileSeconds.toFixed(0)} s`,
  };
  process.stdout.write(`${JSON.stringify(report)}\n`);
}
await module.dispose();
