import { type AnalyzePhase, runAnalyze } from '@lethe/analyze';
import { analyzeSpec, analyzeStage } from '@lethe/analyze/declaration';
import { type RunDirectories, runStage } from '@lethe/contracts';
import { peakMemoryMiB } from '../process/memory.js';

/** What the process had used when a phase began; `start` and `end` are those of the stage. */
export interface Mark {
  phase: AnalyzePhase | 'start' | 'end';
  /** Since the process began. */
  seconds: number;
  cpuSeconds: number;
  peakMiB: number | null;
}

// One analyze stage: node analyze-process.js RUN OUT ANALYZE; reports marks on stdout.
const [run, out, config] = process.argv.slice(2) as [string, string, string];
const directories = JSON.parse(run) as RunDirectories;
const spec = analyzeSpec.parse(JSON.parse(config));
const marks: Mark[] = [];
const mark = (phase: Mark['phase']): void => {
  const { user, system } = process.cpuUsage();
  marks.push({
    phase,
    seconds: performance.now() / 1000,
    cpuSeconds: (user + system) / 1e6,
    peakMiB: peakMemoryMiB(),
  });
};
mark('start');
const signal = new AbortController().signal;
await runStage(
  {
    stage: analyzeStage,
    out,
    producer: { name: '@lethe/analyze', version: '0.1.0', fingerprint: 'bench' },
    config: spec,
    seed: spec.seed,
    settings: {},
    inputs: (['data', 'train', 'probe'] as const).map((stage) => ({ stage, directory: directories[stage] })),
  },
  async () => {
    await runAnalyze(
      { config: spec, experiment: 'bench', profile: 'full', runs: [directories], onPhase: mark },
      { out, log: (line) => console.error(`  ${line}`), signal },
    );
    return undefined;
  },
);
mark('end');
console.log(JSON.stringify(marks));
