import { serveLive } from '@lethe/analyze';
import type { RunDirectories } from '@lethe/contracts';

/** What the process says in its first line of stdout. */
export interface Serving {
  address: string;
}

// The live page of one run: node live-process.js RUN STEPS ANALYZE; serves until SIGTERM.
const [run, steps, analyze] = process.argv.slice(2) as [string, string, string];
const controller = new AbortController();
process.once('SIGTERM', () => controller.abort());
await serveLive(
  {
    experiment: 'bench',
    profile: 'full',
    runs: [{ ...(JSON.parse(run) as RunDirectories), steps: Number(steps) }],
    analyze,
    port: 0,
  },
  controller.signal,
  (address) => console.log(JSON.stringify({ address } satisfies Serving)),
);
